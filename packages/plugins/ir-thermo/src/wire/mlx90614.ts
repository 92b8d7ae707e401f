import { thermoError } from '../errors.js';
import { hex, u8, u16le } from './bytes.js';
import { tidy } from './celsius.js';
import { smbusPec } from './checksum.js';

const FORMAT = 'smbus-mlx90614';
const READ_WORD_BYTES = 6;
const PEC_AT = 5;

/** A word of RAM in units of 0.02 K; bit 15 marks a fault (MLX90614 data sheet, RAM contents). @throws THERMO_SENSOR_FAULT */
function mlxCelsius(raw: number): number {
  if (raw & 0x8000) throw thermoError('THERMO_SENSOR_FAULT', { format: FORMAT, value: `0x${raw.toString(16)}` });
  return tidy(raw * 0.02 - 273.15, 2);
}

/**
 * A word alone (two bytes, low first) or the whole "read word" with its addresses and PEC:
 * `address+W command address+R low high PEC`.
 * @throws THERMO_FRAME_LENGTH, THERMO_CHECKSUM, THERMO_SENSOR_FAULT
 */
export function readMlx90614(bytes: Uint8Array): number {
  if (bytes.length === 2) return mlxCelsius(u16le(bytes, 0));
  if (bytes.length !== READ_WORD_BYTES) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected: READ_WORD_BYTES });
  }
  const expected = smbusPec(bytes, PEC_AT);
  if (u8(bytes, PEC_AT) !== expected) {
    throw thermoError('THERMO_CHECKSUM', {
      format: FORMAT,
      received: hex(bytes.subarray(PEC_AT)),
      expected: hex(Uint8Array.of(expected)),
    });
  }
  return mlxCelsius(u16le(bytes, 3));
}
