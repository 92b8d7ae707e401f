import { addDays } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { ReadyCalendar } from '../rules/calendar.js';
import { isWorkingDay, type ReadySchedule } from '../rules/schedule.js';

/** All dates from one to another, both included; none when `to` is earlier. */
export function datesBetween(from: CivilDate, to: CivilDate): CivilDate[] {
  const dates: CivilDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** Days on which somebody on this schedule is expected at work. Also what leave costs: PerBKN 24/2017 counts working days. */
export function workingDays(
  schedule: ReadySchedule,
  calendar: ReadyCalendar,
  from: CivilDate,
  to: CivilDate,
): readonly CivilDate[] {
  return datesBetween(from, to).filter((date) => isWorkingDay(schedule, calendar, date));
}

/** Working minutes without breaks, as Perpres 21/2023 counts the week of 37 h 30. */
export function netMinutes(schedule: ReadySchedule, calendar: ReadyCalendar, from: CivilDate, to: CivilDate): number {
  let minutes = 0;
  for (const date of workingDays(schedule, calendar, from, to)) {
    const hours = schedule.hoursOn(date, calendar.isRamadan(date));
    if (hours !== null) minutes += Math.floor((hours.end - hours.start) / 60) - hours.breakMinutes;
  }
  return minutes;
}

export interface Deadline {
  readonly accepted: boolean;
  readonly lastDay: CivilDate;
}

/** A search for working days gives up after this many days: a schedule without any must not run for ever. */
const HORIZON_DAYS = 3 * 366;

/** Whether a correction for `day`, asked for on `asked`, comes within so many working days after it. */
export function correctionDeadline(
  schedule: ReadySchedule,
  calendar: ReadyCalendar,
  day: CivilDate,
  asked: CivilDate,
  limitWorkingDays: number,
): Deadline {
  let lastDay = day;
  let left = limitWorkingDays;
  for (let ahead = 1; left > 0 && ahead <= HORIZON_DAYS; ahead++) {
    lastDay = addDays(day, ahead);
    if (isWorkingDay(schedule, calendar, lastDay)) left--;
  }
  return { accepted: asked <= lastDay, lastDay };
}
