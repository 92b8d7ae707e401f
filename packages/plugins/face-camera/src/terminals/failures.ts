import { DeviceFailure, type FailureKind, type HadirError, isDeviceFailure, isHadirError } from '@hadir/sdk';
import { FACE_ERRORS, type FaceErrorCode } from '../errors.js';

/** What the host does next about an error that ends a session; codes not named are the device's or the line's fault. */
const KINDS: Partial<Readonly<Record<FaceErrorCode, FailureKind>>> = {
  FACE_TERMINAL_AUTH: 'auth',
  FACE_WIRE_DIGEST: 'unsupported',
  FACE_TERMINAL_UNSUPPORTED: 'unsupported',
  FACE_TERMINAL_CONFIG: 'unsupported',
  FACE_TERMINAL_SERIAL_MISMATCH: 'unsupported',
  FACE_TERMINAL_CERTIFICATE: 'unsupported',
  FACE_PUSH_LISTENER_OFF: 'unsupported',
  FACE_PUSH_TAKEN: 'unsupported',
  FACE_PUSH_LISTEN_FAILED: 'unreachable',
  FACE_TERMINAL_UNREACHABLE: 'unreachable',
  FACE_TERMINAL_TIMEOUT: 'unreachable',
  FACE_TERMINAL_SILENT: 'unreachable',
  FACE_TERMINAL_LINE_CUT: 'unreachable',
};

/** Gives an error the kind that the host acts on. Anything that is not ours is left as it is: a bug must look like one. */
export function asFailure(error: unknown): unknown {
  if (isDeviceFailure(error) || !isHadirError(error) || !Object.hasOwn(FACE_ERRORS, error.code)) return error;
  return new DeviceFailure(KINDS[error.code as FaceErrorCode] ?? 'protocol', error);
}

/** The coded error inside whatever was thrown, or null when there is none. */
export function codedError(error: unknown): HadirError | null {
  if (isDeviceFailure(error)) return error.error;
  return isHadirError(error) ? error : null;
}

/** The work's outcome; its errors sorted into the kinds that the host acts on. */
export async function sorted<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asFailure(error);
  }
}
