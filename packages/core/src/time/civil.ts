import type { CivilDate, WallTime } from './wall-time.js';

export const MS_PER_SECOND = 1000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_DAY = 86_400_000;

/**
 * Days since 1970-01-01 of a day in the Gregorian calendar.
 * Years are counted from March, so that the leap day is the last of its year and month lengths follow one formula
 * (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). Much faster than `Date`, and free of its two-digit years.
 */
function epochDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
const four = (n: number): string => (n > 999 ? `${n}` : `${n}`.padStart(4, '0'));

/** The day that lies `days` after 1970-01-01. */
export function dateOfEpochDay(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${four(year)}-${two(month)}-${two(day)}` as CivilDate;
}

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const pair = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

export function epochDayOf(date: CivilDate | WallTime): number {
  return epochDay(pair(date, 0) * 100 + pair(date, 2), pair(date, 5), pair(date, 8));
}

/** A wall time counted as if its zone were UTC: for arithmetic between wall times of one place, never an instant. */
export function wallToEpochMs(wall: WallTime): number {
  const seconds = pair(wall, 11) * 3600 + pair(wall, 14) * 60 + pair(wall, 17);
  return epochDayOf(wall) * MS_PER_DAY + seconds * MS_PER_SECOND;
}

let lastDay = 0;
let lastDate = '1970-01-01';

/** The opposite of `wallToEpochMs`; parts of a second are dropped, as a wall clock does. */
export function wallOfEpochMs(ms: number): WallTime {
  const day = Math.floor(ms / MS_PER_DAY);
  if (day !== lastDay) {
    lastDay = day;
    lastDate = dateOfEpochDay(day);
  }
  const second = Math.floor((ms - day * MS_PER_DAY) / MS_PER_SECOND);
  const minute = Math.floor(second / 60);
  return `${lastDate}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}` as WallTime;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return epochDayOf(to) - epochDayOf(from);
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function weekdayOf(date: CivilDate): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((epochDayOf(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads `YYYY-MM-DD`; null when no calendar has that day. */
export function tryParseDate(text: string): CivilDate | null {
  if (!DATE.test(text) || text.startsWith('0000')) return null;
  return dateOfEpochDay(epochDayOf(text as CivilDate)) === text ? (text as CivilDate) : null;
}
