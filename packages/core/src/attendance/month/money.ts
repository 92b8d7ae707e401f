import { POINT_SCALE, type ScaledPoints } from '../rules/points.js';

/**
 * What is taken from a TPP, in whole rupiah: TPP × base share × points / 100, computed exactly and rounded half up once,
 * at the very end.
 *
 * @param tppRupiah the full monthly amount, whole rupiah.
 * @param baseShare scaled like points: 40 % is 4000.
 */
export function deductionRupiah(tppRupiah: number, baseShare: number, points: ScaledPoints): number {
  const divisor = BigInt(POINT_SCALE) * BigInt(POINT_SCALE) * 100n;
  const exact = BigInt(tppRupiah) * BigInt(baseShare) * BigInt(points);
  return Number((2n * exact + divisor) / (2n * divisor));
}
