import type { Clock } from '@hadir/core';

/** Lets `perSecond` things pass in each second and counts what it held back. */
export interface RateLimit {
  /** Whether this one may pass. */
  allow(): boolean;
  /** How many were held back since the last call. */
  takeDropped(): number;
}

export function createRateLimit(perSecond: number, clock: Clock): RateLimit {
  let windowStart = Number.NEGATIVE_INFINITY;
  let passed = 0;
  let dropped = 0;
  return {
    allow() {
      const now = clock.now();
      if (now - windowStart >= 1000 || now < windowStart) {
        windowStart = now;
        passed = 0;
      }
      if (passed < perSecond) {
        passed += 1;
        return true;
      }
      dropped += 1;
      return false;
    },
    takeDropped() {
      const count = dropped;
      dropped = 0;
      return count;
    },
  };
}
