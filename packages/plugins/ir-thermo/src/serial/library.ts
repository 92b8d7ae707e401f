import type { SerialPort } from 'serialport';
import { reasonOf } from '../driver/failures.js';
import { thermoError } from '../errors.js';

/** Loaded on first need: an office without serial thermometers needs no native library. @throws THERMO_LIBRARY_MISSING */
export async function loadSerialPort(): Promise<typeof SerialPort> {
  try {
    return (await import('serialport')).SerialPort;
  } catch (error) {
    const install = 'npm install serialport@13 (Node.js ≥ 20)';
    throw thermoError('THERMO_LIBRARY_MISSING', { library: 'serialport', reason: reasonOf(error), install }, error);
  }
}
