import { type Cursor, tryParseWall, type WallTime } from '@hadir/sdk';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** How far a terminal's log is known without a gap. */
export interface HikProgress {
  /** The last serial number of which all before it are accounted for; null before the first. */
  readonly serial: number | null;
  /** Everything recorded before this moment of the terminal's clock is stored; null: nothing is. */
  readonly at: WallTime | null;
}

const Stored = Type.Object({
  v: Type.Literal(1),
  serial: Type.Union([Type.Integer(), Type.Null()]),
  at: Type.Union([Type.String({ maxLength: 19 }), Type.Null()]),
});

/** What was stored; a cursor of another make counts as none, so that the log is read again. */
export function readProgress(cursor: Cursor): HikProgress {
  const value: unknown = cursor;
  if (!Value.Check(Stored, value)) return { serial: null, at: null };
  return { serial: value.serial, at: value.at === null ? null : tryParseWall(value.at) };
}

export function progressCursor({ serial, at }: HikProgress): Cursor {
  return { v: 1, serial, at };
}
