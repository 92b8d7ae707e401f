import type { HadirError } from '@hadir/core';

/**
 * How a device session ended, and so what the host does next. A driver throws a `DeviceFailure`; anything else is
 * counted as a bug of the plugin.
 * - `unreachable`: try again with back-off, for ever.
 * - `auth`: raise an issue that asks for new credentials; try rarely, because some terminals lock.
 * - `unsupported`: raise an issue and stop until the configuration changes.
 * - `protocol`: the device said something impossible; reconnect with back-off and raise an issue when it repeats.
 */
export const FAILURE_KINDS = ['unreachable', 'auth', 'unsupported', 'protocol'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Survives two copies of the SDK in one process, as `instanceof` does not. */
const BRAND = Symbol.for('hadir.DeviceFailure');

/** An error that tells the host what kind of failure it is. */
export class DeviceFailure extends Error {
  override readonly name = 'DeviceFailure';
  readonly [BRAND] = true;
  readonly kind: FailureKind;
  readonly error: HadirError;

  constructor(kind: FailureKind, error: HadirError) {
    super(error.message, { cause: error });
    this.kind = kind;
    this.error = error;
  }
}

export function isDeviceFailure(value: unknown): value is DeviceFailure {
  return value instanceof Error && (value as { [BRAND]?: boolean })[BRAND] === true;
}
