export type Band = 'accept' | 'review' | 'unknown';

export interface BandLimits {
  readonly accept: number;
  readonly review: number;
  readonly margin: number;
}

/**
 * Which band a face falls into by the scores of the best person and the next. Every pair of scores has exactly one band:
 * good enough but hardly better than the next person is for an officer, and what is not a number is unknown.
 */
export function bandOf(best: number | null, second: number | null, limits: BandLimits): Band {
  if (best === null || !(best >= Math.min(limits.review, limits.accept))) return 'unknown';
  const ahead = second === null ? Number.POSITIVE_INFINITY : best - second;
  return best >= limits.accept && ahead >= limits.margin ? 'accept' : 'review';
}
