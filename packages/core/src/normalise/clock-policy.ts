import { MS_PER_DAY, MS_PER_MINUTE } from '../time/civil.js';

/** How far a device's clock is believed. A regency may change the numbers; the order of the rules is fixed. */
export interface ClockPolicy {
  /** A measured offset up to this is the ordinary inexactness of a wall clock and is left alone. */
  readonly ignoredOffsetMs: number;
  /** A measured offset up to this is corrected; a larger one needs an officer. */
  readonly correctableOffsetMs: number;
  /**
   * A measurement tells of the clock as it is now. It is believed for scans that happened at most this long before,
   * because between older scans and now somebody may have set the clock.
   */
  readonly measurementValidForMs: number;
  /** A scan may lie this far after its receipt before it is called future. */
  readonly futureToleranceMs: number;
  /** Years before this one come from clocks that were never set: terminals begin at 1970 or 2000. */
  readonly earliestYear: number;
}

/** 15 minutes and the years 1970/2000 as in attendance practice; the other numbers are Hadir's. */
export const DEFAULT_CLOCK_POLICY: ClockPolicy = Object.freeze({
  ignoredOffsetMs: MS_PER_MINUTE,
  correctableOffsetMs: 15 * MS_PER_MINUTE,
  measurementValidForMs: MS_PER_DAY,
  futureToleranceMs: 2 * MS_PER_MINUTE,
  earliestYear: 2001,
});
