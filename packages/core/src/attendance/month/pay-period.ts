import { addDays } from '../../time/civil.js';
import { type CivilDate, daysInMonth } from '../../time/wall-time.js';
import type { ReadyProfile } from '../rules/ready-profile.js';

export interface PayPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/**
 * The days that are paid with a month. Usually the month itself; where the treasury closes early (December), the rest of
 * the days goes to the month after.
 *
 * @param month `YYYY-MM`
 */
export function payPeriod(profile: Pick<ReadyProfile, 'cutOffDay'>, month: string): PayPeriod {
  const first = `${month}-01` as CivilDate;
  const before = addDays(first, -1).slice(0, 7);
  return { from: addDays(lastCounted(profile, before), 1), to: lastCounted(profile, month) };
}

function lastCounted(profile: Pick<ReadyProfile, 'cutOffDay'>, month: string): CivilDate {
  const length = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  const day = Math.min(profile.cutOffDay(Number(month.slice(5))) ?? length, length);
  return `${month}-${String(day).padStart(2, '0')}` as CivilDate;
}
