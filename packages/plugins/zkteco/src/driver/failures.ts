import { DeviceFailure, type FailureKind, type HadirError, isDeviceFailure, isHadirError } from '@hadir/sdk';
import { ZK_ERRORS, type ZkErrorCode } from '../errors.js';

/** What the host does next about an error that ends a session; codes not named are the device's or the line's fault. */
const KINDS: Partial<Readonly<Record<ZkErrorCode, FailureKind>>> = {
  ZK_KEY_NEEDED: 'auth',
  ZK_KEY_WRONG: 'auth',
  ZK_KEY_LOCKED: 'auth',
  SOAP_KEY_WRONG: 'auth',

  ZK_UNREACHABLE: 'unreachable',
  ZK_BUSY_OTHER_CLIENT: 'unreachable',
  ZK_TIMEOUT: 'unreachable',
  ZK_LINE_CUT: 'unreachable',
  ZK_SESSION_CLOSED: 'unreachable',
  ZK_ABORTED: 'unreachable',
  ZK_TRANSFER_INCOMPLETE: 'unreachable',
  SOAP_UNREACHABLE: 'unreachable',
  SOAP_TIMEOUT: 'unreachable',
  SOAP_TRUNCATED: 'unreachable',
  ADMS_SILENT: 'unreachable',
  ADMS_COMMAND_LOST: 'unreachable',

  ZK_C3_PANEL: 'unsupported',
  ZK_ENCRYPTED_FIRMWARE: 'unsupported',
  ZK_CONFIG_INCOMPLETE: 'unsupported',
  ZK_SERIAL_MISMATCH: 'unsupported',
  ZK_RECORD_SIZE_UNKNOWN: 'unsupported',
  SOAP_TOO_LARGE: 'unsupported',
  SOAP_HTTP_STATUS: 'unsupported',
  ADMS_LISTENER_OFF: 'unsupported',
  ADMS_SERIAL_TAKEN: 'unsupported',
};

/**
 * Gives an error the kind that the host acts on. Anything that is not ours is left as it is: a bug must look like one,
 * and the host knows its own refusals.
 */
export function asFailure(error: unknown): unknown {
  if (isDeviceFailure(error) || !isHadirError(error) || !isOurs(error.code)) return error;
  return new DeviceFailure(KINDS[error.code] ?? 'protocol', error);
}

function isOurs(code: string): code is ZkErrorCode {
  return Object.hasOwn(ZK_ERRORS, code);
}

/** The coded error inside whatever was thrown, or null when there is none. */
export function codedError(error: unknown): HadirError | null {
  if (isDeviceFailure(error)) return error.error;
  return isHadirError(error) ? error : null;
}
