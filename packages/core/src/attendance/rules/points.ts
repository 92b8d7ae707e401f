import { attendanceError } from '../attendance-errors.js';

/**
 * Deduction points are percent points of the pay they are taken from. They are added up in whole ten-thousandths, because
 * sums of decimals such as 0.1 in binary fractions drift, and pay must come out to the rupiah.
 */
export type ScaledPoints = number;

export const POINT_SCALE = 10_000;

/** @throws RULES_POINTS when the number has more than four decimals. */
export function scalePoints(points: number, place: string): ScaledPoints {
  const scaled = Math.round(points * POINT_SCALE);
  // A decimal with at most four places is the double nearest to scaled / 10 000, exactly.
  if (scaled / POINT_SCALE !== points) throw attendanceError('RULES_POINTS', { place, points });
  return scaled;
}

export function pointsOf(scaled: ScaledPoints): number {
  return scaled / POINT_SCALE;
}
