import type { Instant } from '../../time/instant.js';
import type { CivilDate } from '../../time/wall-time.js';
import { attendanceError } from '../attendance-errors.js';

/** A signature under a unit's month. First the unit locks, then the personnel board; both stay on record. */
export interface MonthLock {
  readonly unitId: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly level: 'unit' | 'board';
  readonly byPersonId: string;
  readonly at: Instant;
}

export type LockState = 'open' | 'locked-by-unit' | 'locked';

/** Where a unit's month stands. A month that is not open changes only through a correction. */
export function lockState(locks: readonly MonthLock[], unitId: string, month: string): LockState {
  const levels = new Set(
    locks.filter((lock) => lock.unitId === unitId && lock.month === month).map(({ level }) => level),
  );
  if (levels.has('board')) return 'locked';
  return levels.has('unit') ? 'locked-by-unit' : 'open';
}

/**
 * Checks a lock before it is set.
 * @param undecided days of the unit's people that are not decided yet.
 * @throws MONTH_UNDECIDED while there are any, MONTH_LOCK_ORDER when it is not that level's turn.
 */
export function assertMayLock(
  locks: readonly MonthLock[],
  lock: Pick<MonthLock, 'unitId' | 'month' | 'level'>,
  undecided: readonly CivilDate[],
): void {
  const { unitId, month, level } = lock;
  const state = lockState(locks, unitId, month);
  if (state !== (level === 'unit' ? 'open' : 'locked-by-unit'))
    throw attendanceError('MONTH_LOCK_ORDER', { unitId, month, state });
  const [first] = undecided;
  if (first !== undefined) throw attendanceError('MONTH_UNDECIDED', { unitId, month, count: undecided.length, first });
}
