import { DeviceFailure, type FailureKind, isDeviceFailure, isHadirError } from '@hadir/sdk';
import { BLE_ERRORS, type BleErrorCode, bleError } from '../errors.js';

const KINDS: Partial<Record<BleErrorCode, FailureKind>> = {
  BLE_SOURCE_UNREACHABLE: 'unreachable',
  BLE_RADIO_SILENT: 'unreachable',
  BLE_BROKER_REFUSED: 'auth',
  BLE_SOURCE_SETTINGS: 'unsupported',
  BLE_LIBRARY_MISSING: 'unsupported',
};

/** Sorts an error of ours into the kinds that the host acts on; anything else stays what it is: a bug. */
export function asFailure(error: unknown): unknown {
  if (isDeviceFailure(error) || !isHadirError(error) || !Object.hasOwn(BLE_ERRORS, error.code)) return error;
  return new DeviceFailure(KINDS[error.code as BleErrorCode] ?? 'protocol', error);
}

export function unreachable(source: string, cause: unknown) {
  const reason = cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
  return bleError('BLE_SOURCE_UNREACHABLE', { source, reason }, cause);
}

/** What a transport needs. @throws BLE_SOURCE_SETTINGS */
export function needed<Value>(value: Value | undefined, field: string, transport: string): Value {
  if (value === undefined) throw bleError('BLE_SOURCE_SETTINGS', { field, transport });
  return value;
}
