import { epochDayOf, MS_PER_DAY, MS_PER_SECOND, wallOfEpochMs } from '../../time/civil.js';
import type { Instant } from '../../time/instant.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { ReadyCalendar } from '../rules/calendar.js';
import type { ReadySchedule } from '../rules/schedule.js';

/**
 * When the last scan of a day's work can have been made; null when there are no hours on the date. A device is read far
 * enough for this day when it was read after this instant.
 */
export function dayEndsAt(schedule: ReadySchedule, calendar: ReadyCalendar, date: CivilDate): Instant | null {
  const hours = schedule.hoursOn(date, calendar.isRamadan(date));
  if (hours === null) return null;
  const last = Math.max(hours.outWindow[1], hours.apelWindow?.[1] ?? 0);
  return schedule.zone.instantOf(wallOfEpochMs(epochDayOf(date) * MS_PER_DAY + last * MS_PER_SECOND));
}
