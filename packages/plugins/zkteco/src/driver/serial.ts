import { zkError } from '../errors.js';

/** @throws ZK_SERIAL_MISMATCH: an address that another terminal got must not mix up two offices */
export function requireSerial(expected: string | null, found: string | null): void {
  if (expected === null || found === null || expected === found) return;
  throw zkError('ZK_SERIAL_MISMATCH', { expected, found });
}
