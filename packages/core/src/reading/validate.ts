import { Compile } from 'typebox/compile';
import { coreError } from '../error/core-errors.js';
import { FaceReading } from './face-reading.js';
import { ProximityReading } from './proximity-reading.js';
import { DeviceUserReading, OperationReading, PunchReading, type Reading, type ReadingKind } from './reading.js';
import { TemperatureReading } from './temperature-reading.js';

const checkers = {
  punch: Compile(PunchReading),
  operation: Compile(OperationReading),
  'device-user': Compile(DeviceUserReading),
  temperature: Compile(TemperatureReading),
  proximity: Compile(ProximityReading),
  face: Compile(FaceReading),
} as const satisfies Record<ReadingKind, unknown>;

function checkerOf(value: unknown) {
  const kind: unknown = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
  return typeof kind === 'string' && Object.hasOwn(checkers, kind) ? checkers[kind as ReadingKind] : null;
}

/** True for a value that is exactly one of the readings, nothing missing, nothing added. */
export function isReading(value: unknown): value is Reading {
  return checkerOf(value)?.Check(value) ?? false;
}

/**
 * Checks what a driver emitted, at the border of the hub. Inside, readings are trusted.
 * @throws READING_INVALID with the JSON pointer of the first fault, below `path`.
 */
export function assertReading(value: unknown, path = ''): asserts value is Reading {
  const checker = checkerOf(value);
  if (checker === null) {
    throw coreError('READING_INVALID', {
      path: `${path}/kind`,
      reason: `must be one of ${Object.keys(checkers).join(', ')}`,
    });
  }
  if (checker.Check(value)) return;
  const fault = checker.Errors(value)[0];
  throw coreError('READING_INVALID', {
    path: `${path}${fault?.instancePath ?? ''}`,
    reason: fault?.message ?? 'does not match',
  });
}

/** @throws READING_INVALID whose path starts with the index of the first faulty reading, such as `/17/time/wall`. */
export function assertReadings(values: unknown): asserts values is readonly Reading[] {
  if (!Array.isArray(values)) throw coreError('READING_INVALID', { path: '', reason: 'must be a list of readings' });
  for (let index = 0; index < values.length; index++) {
    if (!isReading(values[index])) assertReading(values[index], `/${index}`);
  }
}
