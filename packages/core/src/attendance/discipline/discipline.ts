import { addDays } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { DisciplineRules } from './discipline-rules.js';

/** Where somebody stands on the ladder. */
export interface DisciplineCount {
  /** Days absent plus whole days made of short minutes. */
  readonly days: number;
  readonly sanction: string | null;
}

/** Days absent in one year, with short minutes turned into days, rounded down. */
export function countDiscipline(absentDays: number, shortMinutes: number, rules: DisciplineRules): DisciplineCount {
  const days = absentDays + Math.floor(shortMinutes / rules.minutesPerDay);
  const step = rules.ladder.find(({ from, to }) => days >= from && (to === null || days <= to));
  return { days, sanction: step?.sanction ?? null };
}

export interface AbsenceRun {
  readonly days: number;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/**
 * Runs of working days missed one after the other. Holidays and weekends neither count nor break a run; a working day
 * that was worked or excused breaks it. Runs go on over the turn of the year.
 */
export function absenceRuns(
  absentDates: readonly CivilDate[],
  isWorkingDay: (date: CivilDate) => boolean,
): AbsenceRun[] {
  const dates = [...new Set(absentDates)].filter(isWorkingDay).sort();
  const runs: AbsenceRun[] = [];
  for (const date of dates) {
    const last = runs.at(-1);
    if (last !== undefined && nextWorkingDay(last.to, date, isWorkingDay) === date) {
      runs[runs.length - 1] = { ...last, days: last.days + 1, to: date };
    } else {
      runs.push({ days: 1, from: date, to: date });
    }
  }
  return runs;
}

/** The first working day after a date, or `limit` + 1 when there is none up to the limit. */
function nextWorkingDay(after: CivilDate, limit: CivilDate, isWorkingDay: (date: CivilDate) => boolean): CivilDate {
  let date = addDays(after, 1);
  while (date <= limit && !isWorkingDay(date)) date = addDays(date, 1);
  return date;
}

/** A year's standing with its runs. */
export interface DisciplineStanding extends DisciplineCount {
  readonly longestRun: number;
  /** `YYYY-MM` from which the salary stops because the limit of consecutive days was reached; null when it was not. */
  readonly salaryStopFrom: string | null;
}

/**
 * Judges absences of one counting year. Reaching the limit of consecutive days outranks the ladder (PP 94/2021 article
 * 11(2)d) and stops the salary from the month after (article 15(2)).
 */
export function disciplineStanding(
  absentDates: readonly CivilDate[],
  shortMinutes: number,
  rules: DisciplineRules,
  isWorkingDay: (date: CivilDate) => boolean,
): DisciplineStanding {
  const count = countDiscipline(new Set(absentDates).size, shortMinutes, rules);
  const runs = absenceRuns(absentDates, isWorkingDay);
  const longestRun = Math.max(0, ...runs.map(({ days }) => days));
  const tooLong = runs.find(({ days }) => days >= rules.consecutiveLimit);
  if (tooLong === undefined) return { ...count, longestRun, salaryStopFrom: null };
  const reached = dateReached(tooLong, rules.consecutiveLimit, isWorkingDay);
  return {
    days: count.days,
    sanction: rules.ladder.at(-1)?.sanction ?? null,
    longestRun,
    salaryStopFrom: monthAfter(reached),
  };
}

/** Absences by counting year (January to December), with the longest run over all of them. */
export function disciplineByYear(
  absentDates: readonly CivilDate[],
  rules: DisciplineRules,
  isWorkingDay: (date: CivilDate) => boolean,
): { readonly byYear: Readonly<Record<string, DisciplineCount>>; readonly longestRun: number } {
  const dates = [...new Set(absentDates)];
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))].sort();
  return {
    byYear: Object.fromEntries(
      years.map((year) => [year, countDiscipline(dates.filter((date) => date.startsWith(year)).length, 0, rules)]),
    ),
    longestRun: Math.max(0, ...absenceRuns(dates, isWorkingDay).map(({ days }) => days)),
  };
}

function dateReached(run: AbsenceRun, limit: number, isWorkingDay: (date: CivilDate) => boolean): CivilDate {
  let date = run.from;
  for (let left = limit - 1; left > 0; left--) date = nextWorkingDay(date, run.to, isWorkingDay);
  return date;
}

function monthAfter(date: CivilDate): string {
  return addDays(`${date.slice(0, 7)}-28` as CivilDate, 4).slice(0, 7);
}

/** Thresholds at which a superior is warned: days in the year, and days in a row. */
export interface WarningRules {
  readonly days: readonly number[];
  readonly consecutiveDays: readonly number[];
}

/** At 3 days a superior must act (so does Kutai Kartanegara); 7 begins the next step; 8 in a row leaves two days. */
export const DEFAULT_WARNINGS: WarningRules = Object.freeze({ days: [3, 7, 10], consecutiveDays: [8, 10] });

/** The highest thresholds reached, null where none is. */
export function warningsFor(
  standing: Pick<DisciplineStanding, 'days' | 'longestRun'>,
  warnings: WarningRules,
): { readonly days: number | null; readonly consecutiveDays: number | null } {
  const reached = (value: number, thresholds: readonly number[]) =>
    [...thresholds].sort((a, b) => b - a).find((threshold) => value >= threshold) ?? null;
  return {
    days: reached(standing.days, warnings.days),
    consecutiveDays: reached(standing.longestRun, warnings.consecutiveDays),
  };
}
