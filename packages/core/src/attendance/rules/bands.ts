import Type, { type Static } from 'typebox';
import { attendanceError } from '../attendance-errors.js';
import { type ScaledPoints, scalePoints } from './points.js';

/** One row of a table: from one number to another, both included; `to: null` in the last row means and above. */
export const Band = Type.Object(
  {
    from: Type.Integer({ minimum: 0 }),
    to: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    points: Type.Number({ minimum: 0, maximum: 100 }),
    code: Type.String({ minLength: 1, maxLength: 16 }),
  },
  { additionalProperties: false },
);
export type Band = Static<typeof Band>;

export interface CodePoints {
  readonly code: string;
  readonly points: ScaledPoints;
}

interface Range {
  readonly from: number;
  readonly to: number | null;
}

/**
 * Checks that every whole number from `first` on lies in exactly one row.
 * @throws BANDS_GAP, BANDS_OVERLAP naming the table and the numbers.
 */
export function assertSeamless(rows: readonly Range[], first: number, place: string): void {
  let next = first;
  for (const row of [...rows].sort((a, b) => a.from - b.from)) {
    const to = row.to ?? Number.POSITIVE_INFINITY;
    if (to < row.from) {
      throw attendanceError('RULES_INVALID', { place, reason: `row ${row.from}–${row.to} ends before it begins` });
    }
    if (row.from < next) {
      throw attendanceError('BANDS_OVERLAP', { place, from: row.from, to: boundText(Math.min(next - 1, to)) });
    }
    if (row.from > next) throw attendanceError('BANDS_GAP', { place, from: next, to: row.from - 1 });
    next = to + 1;
  }
  if (Number.isFinite(next))
    throw attendanceError('BANDS_GAP', { place, from: next, to: boundText(Number.POSITIVE_INFINITY) });
}

function boundText(bound: number): number | string {
  return Number.isFinite(bound) ? bound : '…';
}

/** Finds the row for a number of minutes; null for 0. */
export type BandLookup = (minutes: number) => CodePoints | null;

/** @throws BANDS_GAP, BANDS_OVERLAP, RULES_POINTS */
export function readyBands(bands: readonly Band[], place: string): BandLookup {
  assertSeamless(bands, 1, place);
  const rows = bands.map((band, i) => ({
    to: band.to ?? Number.POSITIVE_INFINITY,
    hit: { code: band.code, points: scalePoints(band.points, `${place}/${i}/points`) },
  }));
  rows.sort((a, b) => a.to - b.to);
  return (minutes) => (minutes < 1 ? null : (rows.find((row) => minutes <= row.to)?.hit ?? null));
}
