import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { attendanceError } from '../attendance-errors.js';

/** @throws RULES_INVALID with the place of the first fault below `place`. */
export function checkDocument<Schema extends TSchema>(schema: Schema, value: unknown, place: string): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  const fault = Value.Errors(schema, value)[0];
  throw attendanceError('RULES_INVALID', {
    place: `${place}${fault?.instancePath ?? ''}`,
    reason: fault?.message ?? 'does not match',
  });
}
