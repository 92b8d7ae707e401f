import { reasonOf } from '../driver/failures.js';
import { thermoError } from '../errors.js';

/** What is needed of a port to recognise it. */
export interface SerialPortEntry {
  readonly path: string;
  readonly serialNumber?: string | undefined;
}

export interface PortWish {
  readonly path?: string | undefined;
  readonly usbSerialNumber?: string | undefined;
}

/**
 * The path of the port that the configuration means. A USB serial number is looked up each time, because the path changes
 * from one plugging in to the next.
 * @param list of serialport; it rejects where `udevadm` is missing
 * @throws THERMO_CONFIG_INCOMPLETE, THERMO_PORT_LIST_UNAVAILABLE, THERMO_PORT_MISSING, THERMO_PORT_AMBIGUOUS
 */
export async function findPort(wish: PortWish, list: () => Promise<readonly SerialPortEntry[]>): Promise<string> {
  const { path, usbSerialNumber } = wish;
  if (usbSerialNumber === undefined) {
    if (path !== undefined) return path;
    throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'serial', missing: 'path / usbSerialNumber' });
  }
  const ports = await list().catch((error: unknown) => {
    throw thermoError('THERMO_PORT_LIST_UNAVAILABLE', { reason: reasonOf(error) }, error);
  });
  const fitting = ports.filter((port) => port.serialNumber === usbSerialNumber);
  const [first] = fitting;
  if (first === undefined) {
    throw thermoError('THERMO_PORT_MISSING', { port: usbSerialNumber, known: describe(ports) });
  }
  // Cheap adapters all have the same number; the path, when given, says which one is meant.
  const meant = fitting.length === 1 ? first : fitting.find((port) => port.path === path);
  if (meant === undefined) {
    throw thermoError('THERMO_PORT_AMBIGUOUS', { port: usbSerialNumber, known: describe(fitting) });
  }
  return meant.path;
}

function describe(ports: readonly SerialPortEntry[]): string {
  const named = ports.map(({ path, serialNumber }) =>
    serialNumber === undefined ? path : `${path} (${serialNumber})`,
  );
  return named.slice(0, 12).join(', ') || '–';
}
