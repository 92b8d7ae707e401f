import type { CivilDate } from '../../time/wall-time.js';

/**
 * What to do with a scan that arrives after its day.
 * - `RECOMPUTE`: the month is open; the day is computed again.
 * - `STORE_AND_PROPOSE_CORRECTION`: the month is locked and signed; the scan is kept and a correction is proposed.
 */
export type LateArrival = 'RECOMPUTE' | 'STORE_AND_PROPOSE_CORRECTION';

/** @param lockedOn the day on which the month of `eventDay` was locked, null while it is open. */
export function lateArrival(received: CivilDate, lockedOn: CivilDate | null): LateArrival {
  return lockedOn !== null && received >= lockedOn ? 'STORE_AND_PROPOSE_CORRECTION' : 'RECOMPUTE';
}
