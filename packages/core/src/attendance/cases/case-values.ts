import Type from 'typebox';
import { tryParseDate } from '../../time/civil.js';
import { type CivilDate, parseWall, type WallTime } from '../../time/wall-time.js';
import { attendanceError } from '../attendance-errors.js';

export const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const WallText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' });
export const Name = Type.String({ minLength: 1, maxLength: 128 });

/** @throws CASE_INVALID for a day that no calendar has. */
export function dateOf(text: string): CivilDate {
  const date = tryParseDate(text);
  if (date === null) throw attendanceError('CASE_INVALID', { id: text, reason: 'is not a day' });
  return date;
}

/** @throws TIME_WALL_INVALID */
export function wallOf(text: string): WallTime {
  return parseWall(text);
}
