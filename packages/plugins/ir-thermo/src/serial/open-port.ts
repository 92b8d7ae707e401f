import { access } from 'node:fs/promises';
import { codedError, reasonOf } from '../driver/failures.js';
import { thermoError } from '../errors.js';
import { findPort, type PortWish } from './find-port.js';
import { loadSerialPort } from './library.js';

/** An open serial port. */
export interface SerialLink {
  readonly path: string;
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Rejects when the port goes away; never resolves. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

/** So often it is looked whether the port is still there: the system does not always tell that an adapter was pulled out. */
const LOOK_EVERY_MS = 1000;

/** @throws THERMO_LIBRARY_MISSING, THERMO_PORT_…, THERMO_NOT_REACHABLE */
export async function openPort(wish: PortWish, baudRate: number): Promise<SerialLink> {
  const SerialPort = await loadSerialPort();
  const path = await findPort(wish, () => SerialPort.list());
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  let breakLine: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    breakLine = reject;
  });
  broken.catch(() => undefined);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null || error === undefined ? resolve() : reject(openFailure(path, error))));
  });
  let closing = false;
  const stopLooking = watchPath(path, (reason) => breakLine(thermoError('THERMO_LINE_CUT', { port: path, reason })));
  port.on('error', (error) =>
    breakLine(thermoError('THERMO_LINE_CUT', { port: path, reason: reasonOf(error) }, error)),
  );
  port.on('close', (error: unknown) => {
    if (!closing) breakLine(thermoError('THERMO_LINE_CUT', { port: path, reason: reasonOf(error ?? 'closed') }, error));
  });
  // What the adapter kept from before we came concerns nobody who stands here now.
  await new Promise<void>((resolve) => port.flush(() => resolve()));
  return {
    path,
    write: (bytes) => void port.write(Buffer.from(bytes)),
    onData: (listener) => void port.on('data', listener),
    broken,
    close: () =>
      new Promise((resolve) => {
        closing = true;
        stopLooking();
        if (!port.isOpen) resolve();
        else port.close(() => resolve());
      }),
  };
}

/** Windows names ports otherwise, and tells. Where the plugin may not look at the path, nothing follows from that. */
function watchPath(path: string, gone: (reason: string) => void): () => void {
  if (!path.startsWith('/')) return () => undefined;
  const timer = setInterval(() => {
    access(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return;
      clearInterval(timer);
      gone(reasonOf(error));
    });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** What the system says, in words that tell what to do. Texts of serialport on Linux, macOS and Windows. */
export function openFailure(path: string, error: unknown): Error {
  const coded = codedError(error);
  if (coded !== null) return coded;
  const reason = reasonOf(error);
  if (/no such file|file not found|cannot find/i.test(reason)) {
    return thermoError('THERMO_PORT_MISSING', { port: path, known: '–' }, error);
  }
  if (/permission denied|EACCES/i.test(reason)) return thermoError('THERMO_PORT_DENIED', { port: path }, error);
  if (/cannot lock|busy|access denied|temporarily unavailable/i.test(reason)) {
    return thermoError('THERMO_PORT_BUSY', { port: path }, error);
  }
  return thermoError('THERMO_NOT_REACHABLE', { device: path, reason }, error);
}
