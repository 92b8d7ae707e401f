import { DEFAULT_POLL_MS, TIME_BUDGETS_MS } from '../driver/driver.js';

/** Budgets and pauses of a runner, in ms. */
export interface RunnerTimings {
  readonly startMs: number;
  readonly probeMs: number;
  readonly openMs: number;
  readonly backfillSilenceMs: number;
  readonly drainMs: number;
  readonly closeMs: number;
  /** What a driver gets after an abort before its call is left behind. */
  readonly abortGraceMs: number;
  /** Wait before the first new attempt to connect; doubles up to `retryMaxMs`. */
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  /** Rare, because some terminals lock after wrong keys. */
  readonly authRetryMs: number;
  readonly bugRetryMaxMs: number;
  /** A session that lasts this long starts the count of failed attempts again. */
  readonly calmMs: number;
  readonly pollMs: number;
  /** A device's signs of life are passed on at most this often. */
  readonly trafficMs: number;
}

export const DEFAULT_RUNNER_TIMINGS: RunnerTimings = Object.freeze({
  startMs: TIME_BUDGETS_MS.start,
  probeMs: TIME_BUDGETS_MS.probe,
  openMs: TIME_BUDGETS_MS.open,
  backfillSilenceMs: TIME_BUDGETS_MS.backfillSilence,
  drainMs: TIME_BUDGETS_MS.drain,
  closeMs: TIME_BUDGETS_MS.close,
  abortGraceMs: 2_000,
  retryBaseMs: 1_000,
  retryMaxMs: 60_000,
  authRetryMs: 15 * 60_000,
  bugRetryMaxMs: 5 * 60_000,
  calmMs: 30_000,
  pollMs: DEFAULT_POLL_MS,
  trafficMs: 1_000,
});
