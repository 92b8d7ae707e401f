import type { LocalizedText } from '../../i18n.js';
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

/** What officials say of it. */
export const LOCK_STATE_TEXTS: Readonly<Record<LockState, LocalizedText>> = Object.freeze({
  open: { id: 'belum dikunci', en: 'open' },
  'locked-by-unit': { id: 'sudah dikunci unit', en: 'locked by the unit' },
  locked: { id: 'sudah dikunci BKPSDM', en: 'locked by the personnel board' },
});

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
 * @param lock `unit`: its name, for the message.
 * @param undecided days of the unit's people that are not decided yet.
 * @throws MONTH_UNDECIDED while there are any, MONTH_LOCK_ORDER when it is not that level's turn.
 */
export function assertMayLock(
  locks: readonly MonthLock[],
  lock: Pick<MonthLock, 'unitId' | 'month' | 'level'> & { readonly unit?: string },
  undecided: readonly CivilDate[],
): void {
  const { unitId, month, level, unit = unitId } = lock;
  const state = lockState(locks, unitId, month);
  if (state !== (level === 'unit' ? 'open' : 'locked-by-unit'))
    throw attendanceError('MONTH_LOCK_ORDER', {
      unitId,
      unit,
      month,
      state,
      stateId: LOCK_STATE_TEXTS[state].id,
      stateEn: LOCK_STATE_TEXTS[state].en,
    });
  const [first] = undecided;
  if (first !== undefined)
    throw attendanceError('MONTH_UNDECIDED', { unitId, unit, month, count: undecided.length, first });
}
