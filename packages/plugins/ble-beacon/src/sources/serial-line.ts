import { SerialPort } from 'serialport';
import { unreachable } from '../driver/failures.js';

/** A serial port, open. */
export interface SerialLine {
  write(bytes: Uint8Array): Promise<void>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Rejects when the port goes away. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

/** @throws BLE_SOURCE_UNREACHABLE */
export async function openSerial(path: string, baudRate: number): Promise<SerialLine> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  const broken = new Promise<never>((_, reject) => {
    port.on('error', (error) => reject(unreachable(path, error)));
    port.on('close', () => reject(unreachable(path, new Error('the port went away'))));
  });
  broken.catch(() => undefined);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(unreachable(path, error)) : resolve()));
  });
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        port.write(Buffer.from(bytes), (error) => (error ? reject(unreachable(path, error)) : resolve()));
      }),
    onData: (listener) => void port.on('data', listener),
    broken,
    close: () =>
      new Promise((resolve) => {
        if (!port.isOpen) resolve();
        else port.close(() => resolve());
      }),
  };
}
