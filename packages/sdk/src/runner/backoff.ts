/**
 * Exponential back-off with jitter: half of the wait is fixed, half is random, so that devices that failed together do
 * not all come back together.
 * @param attempt 1 for the first failure
 * @param random 0 ≤ x < 1
 */
export function backoffMs(attempt: number, baseMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(full / 2 + (full / 2) * random);
}
