import type { Cursor } from '@hadir/sdk';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { SecondsMeaning } from './stated-seconds.js';

/** How far a terminal's log is known. */
export interface DahuaProgress {
  /** The highest record number seen; null before the first. */
  readonly recNo: number | null;
  /** Everything recorded before this moment is stored, in the seconds that the terminal states; null: nothing is. */
  readonly at: number | null;
  /** What its seconds turned out to mean; null: not known yet. */
  readonly meaning: SecondsMeaning | null;
}

const Stored = Type.Object({
  v: Type.Literal(1),
  recNo: Type.Union([Type.Integer(), Type.Null()]),
  at: Type.Union([Type.Integer(), Type.Null()]),
  meaning: Type.Union([Type.Literal('utc'), Type.Literal('local'), Type.Null()]),
});

/** A cursor of another make counts as none, so that the log is read again. */
export function readProgress(cursor: Cursor): DahuaProgress {
  const value: unknown = cursor;
  if (!Value.Check(Stored, value)) return { recNo: null, at: null, meaning: null };
  return { recNo: value.recNo, at: value.at, meaning: value.meaning };
}

export function progressCursor({ recNo, at, meaning }: DahuaProgress): Cursor {
  return { v: 1, recNo, at, meaning };
}
