import Type from 'typebox';
import type { CivilDate } from '../../time/wall-time.js';
import { countDiscipline, disciplineByYear, disciplineStanding } from '../discipline/discipline.js';
import { correctionDeadline, netMinutes, workingDays } from '../leave/working-days.js';
import { deductionRupiah } from '../month/money.js';
import { capped, struckTriggers } from '../month/month.js';
import { pointsOf, scalePoints } from '../rules/points.js';
import type { RuleBook } from '../rules/rule-book.js';
import { isWorkingDay } from '../rules/schedule.js';
import { caseKind } from './case-kind.js';
import { DateText, dateOf, Name } from './case-values.js';

const strict = { additionalProperties: false } as const;
const Period = Type.Object({ schedule: Name, from: DateText, to: DateText }, strict);

function daysOf(given: { schedule: string; from: string; to: string }, rules: RuleBook): readonly CivilDate[] {
  const schedule = rules.schedule(given.schedule);
  return workingDays(schedule, rules.calendarOf(schedule), dateOf(given.from), dateOf(given.to));
}

/** Working days of a period; leave costs as many: `days`. */
export const workingDaysCase = caseKind(Period, (given, rules) => ({ days: daysOf(given, rules).length }));

/** Working minutes of a period without breaks: `minutes`. */
export const netMinutesCase = caseKind(Period, (given, rules) => {
  const schedule = rules.schedule(given.schedule);
  return { minutes: netMinutes(schedule, rules.calendarOf(schedule), dateOf(given.from), dateOf(given.to)) };
});

/** Whether a correction is asked for in time: `accepted`, `lastDay`. */
export const correctionCase = caseKind(
  Type.Object(
    { schedule: Name, day: DateText, asked: DateText, limitWorkingDays: Type.Integer({ minimum: 1, maximum: 365 }) },
    strict,
  ),
  (given, rules) => {
    const schedule = rules.schedule(given.schedule);
    const calendar = rules.calendarOf(schedule);
    return correctionDeadline(schedule, calendar, dateOf(given.day), dateOf(given.asked), given.limitWorkingDays);
  },
);

/** Points of a month's days added up, capped, and taken from a TPP: `points`, `deductionRupiah`. */
export const monthCase = caseKind(
  Type.Object(
    { profile: Name, items: Type.Array(Type.Number({ minimum: 0 })), tppRupiah: Type.Integer({ minimum: 0 }) },
    strict,
  ),
  (given, rules) => {
    const profile = rules.profile(given.profile);
    const sum = given.items.reduce((total, points, i) => total + scalePoints(points, `items/${i}`), 0);
    const points = capped([sum], profile);
    return { points: pointsOf(points), deductionRupiah: deductionRupiah(given.tppRupiah, profile.baseShare, points) };
  },
);

/** A monthly trigger (so many days without word cost the whole month unless said otherwise): `points`, null when it does not strike. */
export const absentRuleCase = caseKind(
  Type.Object(
    {
      absentDays: Type.Integer({ minimum: 0 }),
      threshold: Type.Integer({ minimum: 1 }),
      points: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    },
    strict,
  ),
  ({ absentDays, threshold, points = 100 }) => {
    const trigger = { when: 'absent-days', atLeast: threshold, points: scalePoints(points, 'points') } as const;
    const [struck] = struckTriggers([trigger], { 'absent-days': absentDays, 'consecutive-absent-days': 0 });
    return { points: struck === undefined ? null : pointsOf(struck.points) };
  },
);

/** Counting for discipline, by number of days or by dates: `days`, `sanction`, `longestRun`, `salaryStopFrom`, `byYear`. */
export const disciplineCase = caseKind(
  Type.Object(
    {
      absentDays: Type.Optional(Type.Integer({ minimum: 0 })),
      absentDates: Type.Optional(Type.Array(DateText)),
      schedule: Type.Optional(Name),
      shortMinutes: Type.Integer({ minimum: 0 }),
      perYear: Type.Optional(Type.Boolean()),
    },
    strict,
  ),
  (given, rules) => {
    const discipline = rules.discipline();
    if (given.absentDates === undefined || given.schedule === undefined) {
      return countDiscipline(given.absentDays ?? 0, given.shortMinutes, discipline);
    }
    const schedule = rules.schedule(given.schedule);
    const calendar = rules.calendarOf(schedule);
    const isWorking = (date: CivilDate) => isWorkingDay(schedule, calendar, date);
    const dates = given.absentDates.map(dateOf);
    return given.perYear === true
      ? disciplineByYear(dates, discipline, isWorking)
      : disciplineStanding(dates, given.shortMinutes, discipline, isWorking);
  },
);
