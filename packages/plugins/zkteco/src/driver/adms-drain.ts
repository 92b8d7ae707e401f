import type { Clock, Reading } from '@hadir/sdk';

/** How long a terminal must have sent nothing old before what it kept counts as told: a backlog comes in many uploads. */
const QUIET_MS = 60_000;
/** Silence after which a terminal may have kept something: it polls every half minute. */
const AWAY_MS = 120_000;

/** Whether a terminal that calls by itself has told all that it kept while nobody listened. */
export interface AdmsDrain {
  /** It was heard. */
  heard(): void;
  /** Readings of it are stored. */
  stored(readings: readonly Reading[]): void;
}

/**
 * Says no from the terminal's first word after a silence, and whenever it sends something old, until it has sent nothing
 * old for a while; only then is a day without a scan a day without a scan.
 */
export function watchDrain(clock: Clock, caughtUp: (yes: boolean) => void): AdmsDrain {
  let heardAtMs = Number.NEGATIVE_INFINITY;
  let restlessAtMs = 0;
  let isOpen = false;

  function begin(): void {
    restlessAtMs = clock.now();
    if (!isOpen) caughtUp(false);
    isOpen = true;
  }

  return {
    heard() {
      const now = clock.now();
      if (now - heardAtMs > AWAY_MS) begin();
      heardAtMs = now;
      if (!isOpen || now - restlessAtMs < QUIET_MS) return;
      isOpen = false;
      caughtUp(true);
    },
    stored(readings) {
      if (readings.some((reading) => reading.kind === 'punch' && !reading.live)) begin();
    },
  };
}
