import type { CivilDate } from '../../time/wall-time.js';
import type { DayResult, DayStatus } from '../day/day-result.js';
import { POINT_SCALE, pointsOf, type ScaledPoints } from '../rules/points.js';
import { ABSENT_CODE, type ReadyProfile, type ReadyTrigger } from '../rules/ready-profile.js';
import { deductionRupiah } from './money.js';

/** A person's month: what the reports print and what pay follows from. Derived from day results, nothing else. */
export interface MonthResult {
  readonly days: number;
  readonly workingDays: number;
  /** Working days by status; free days are not among them. */
  readonly byStatus: Readonly<Partial<Record<DayStatus, number>>>;
  /** How often each code was charged. */
  readonly byCode: Readonly<Record<string, number>>;
  readonly lateMinutes: number;
  readonly earlyMinutes: number;
  readonly shortMinutes: number;
  /** Days without any word, in order. */
  readonly absentDates: readonly CivilDate[];
  /** Days that could not be decided yet. While there are any, the month cannot be locked. */
  readonly undecided: readonly CivilDate[];
  /** Sum of the days' points after count thresholds, before triggers and cap. */
  readonly daysPoints: number;
  readonly triggers: readonly {
    readonly when: ReadyTrigger['when'];
    readonly count: number;
    readonly points: number;
  }[];
  /** What counts: after triggers and cap. */
  readonly points: number;
}

/**
 * Sums up a person's days.
 * @param results one for each day of the period, in any order. Days of the same date must not be given twice.
 */
export function monthOf(results: readonly DayResult[], profile: ReadyProfile): MonthResult {
  const days = [...results].sort((a, b) => (a.date < b.date ? -1 : 1));
  const working = days.filter((day) => day.isWorkingDay);
  const byStatus: Partial<Record<DayStatus, number>> = {};
  for (const { status } of working) byStatus[status] = (byStatus[status] ?? 0) + 1;

  const charges = days.flatMap((day) => day.charges);
  const byCode: Record<string, number> = {};
  for (const { code } of charges) byCode[code] = (byCode[code] ?? 0) + 1;

  const absentDates = working.filter((day) => day.status === ABSENT_CODE).map((day) => day.date);
  const daysPoints = thresholdPoints(charges, byCode, profile);
  const triggers = struckTriggers(profile.monthlyTriggers, {
    'absent-days': absentDates.length,
    'consecutive-absent-days': longestAbsence(working),
  });
  return {
    days: days.length,
    workingDays: working.length,
    byStatus,
    byCode,
    lateMinutes: sum(days.map((day) => day.lateMinutes ?? 0)),
    earlyMinutes: sum(days.map((day) => day.earlyMinutes ?? 0)),
    shortMinutes: sum(days.map((day) => day.shortMinutes)),
    absentDates,
    undecided: days.filter((day) => day.points === null).map((day) => day.date),
    daysPoints: pointsOf(daysPoints),
    triggers: triggers.map(({ when, count, points }) => ({ when, count, points: pointsOf(points) })),
    points: pointsOf(capped([daysPoints, ...triggers.map(({ points }) => points)], profile)),
  };
}

/** The month's points as money. @param tppRupiah the person's full TPP of the month. */
export function monthDeduction(month: Pick<MonthResult, 'points'>, tppRupiah: number, profile: ReadyProfile): number {
  return deductionRupiah(tppRupiah, profile.baseShare, Math.round(month.points * POINT_SCALE));
}

/** A trigger raises the month's points, and never lowers them; the cap holds for all. */
export function capped(points: readonly ScaledPoints[], profile: Pick<ReadyProfile, 'capPoints'>): ScaledPoints {
  return Math.min(Math.max(...points), profile.capPoints);
}

/** The triggers that a month's counts set off. */
export function struckTriggers(
  triggers: readonly ReadyTrigger[],
  counts: Readonly<Record<ReadyTrigger['when'], number>>,
): readonly (ReadyTrigger & { readonly count: number })[] {
  return triggers
    .map((trigger) => ({ ...trigger, count: counts[trigger.when] }))
    .filter(({ count, atLeast }) => count >= atLeast);
}

/** Sum of the charges; those under a count threshold take its points instead of their own. */
function thresholdPoints(
  charges: readonly { readonly code: string; readonly points: number }[],
  byCode: Readonly<Record<string, number>>,
  profile: ReadyProfile,
): ScaledPoints {
  const seen = new Map<string, number>();
  let total = 0;
  for (const { code, points } of charges) {
    const nth = (seen.get(code) ?? 0) + 1;
    seen.set(code, nth);
    const threshold = profile.countThresholds.find((one) => one.code === code);
    if (threshold === undefined) total += Math.round(points * POINT_SCALE);
    else total += threshold.pointsFor(threshold.applies === 'each' ? nth : (byCode[code] ?? nth));
  }
  return total;
}

/** The longest run of absent days; free days are not in the list and so do not break it. */
function longestAbsence(working: readonly DayResult[]): number {
  let longest = 0;
  let run = 0;
  for (const { status } of working) {
    run = status === ABSENT_CODE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
