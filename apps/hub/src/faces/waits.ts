const FIRST_MS = 15_000;
/** A terminal that comes back is asked within ten minutes. */
const LONGEST_MS = 10 * 60_000;

/** When to ask again after `attempts` failures before this one. */
export function retryAt(nowMs: number, attempts: number): Date {
  return new Date(nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 10)));
}
