import { type Clock, type Instant, instant } from '@hadir/core';

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  set(epochMs: number): void;
  advance(ms: number): void;
}

/** @param epochMs default 2026-01-05T00:00:00Z, a Monday */
export function manualClock(epochMs = Date.UTC(2026, 0, 5)): ManualClock {
  let present: Instant = instant(epochMs);
  return {
    now: () => present,
    set(next) {
      present = instant(next);
    },
    advance(ms) {
      present = instant(present + ms);
    },
  };
}
