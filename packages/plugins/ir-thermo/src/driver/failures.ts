import { DeviceFailure, type FailureKind, type HadirError, isDeviceFailure, isHadirError } from '@hadir/sdk';
import type { ThermoErrorCode } from '../errors.js';

/** What the host does next about an error that ends a session; codes not named are the device's or the line's fault. */
const KINDS: Partial<Readonly<Record<ThermoErrorCode, FailureKind>>> = {
  THERMO_ACCESS_DENIED: 'auth',
  THERMO_CONFIG_INCOMPLETE: 'unsupported',
  THERMO_LIBRARY_MISSING: 'unsupported',
  THERMO_PORT_AMBIGUOUS: 'unsupported',
  THERMO_PORT_MISSING: 'unreachable',
  THERMO_PORT_LIST_UNAVAILABLE: 'unreachable',
  THERMO_PORT_DENIED: 'unreachable',
  THERMO_PORT_BUSY: 'unreachable',
  THERMO_LINE_CUT: 'unreachable',
  THERMO_SILENT: 'unreachable',
  THERMO_NOT_REACHABLE: 'unreachable',
  THERMO_HID_MISSING: 'unreachable',
  THERMO_NO_ANSWER: 'unreachable',
};

/** Gives an error the kind that the host acts on. Anything that is not ours is left as it is: a bug must look like one. */
export function asFailure(error: unknown): unknown {
  if (isDeviceFailure(error) || !isHadirError(error)) return error;
  return new DeviceFailure(KINDS[error.code as ThermoErrorCode] ?? 'protocol', error);
}

/** The coded error inside whatever was thrown, or null when there is none. */
export function codedError(error: unknown): HadirError | null {
  if (isDeviceFailure(error)) return error.error;
  return isHadirError(error) ? error : null;
}

/** First line of what a library threw. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
