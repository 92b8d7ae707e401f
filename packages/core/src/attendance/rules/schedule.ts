import Type, { type Static } from 'typebox';
import { type Weekday, weekdayOf } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import { type Zone, zoneOf } from '../../time/zone.js';
import { attendanceError } from '../attendance-errors.js';
import type { ReadyCalendar } from './calendar.js';
import { checkDocument } from './check-document.js';
import { DayTime, dayTimeToSeconds } from './day-time.js';
import { Flex } from './flex.js';

const Window = Type.Tuple([DayTime, DayTime], { description: 'First and last second that count.' });

export const WorkDay = Type.Object(
  {
    start: DayTime,
    end: DayTime,
    breakMinutes: Type.Integer({ minimum: 0, maximum: 720 }),
    /** When a scan may be an arrival, and when a departure. */
    inWindow: Window,
    outWindow: Window,
    /** When a scan proves presence at the morning assembly, where that is counted by scan. */
    apelWindow: Type.Optional(Window),
  },
  { additionalProperties: false },
);
export type WorkDay = Static<typeof WorkDay>;

/** Hours by weekday: `1` is Monday, `1-4` Monday to Thursday, `*` every day. A weekday that is not named is free. */
const WorkDays = Type.Record(Type.String({ pattern: '^([1-7](-[1-7])?|\\*)$' }), WorkDay);

export const Schedule = Type.Object(
  {
    source: Type.Optional(Type.String()),
    /** IANA zone of the place of work. */
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    calendar: Type.String({ minLength: 1 }),
    /**
     * `office`: free on holidays and days of joint leave. `shift`: worked on whatever day the roster names it.
     */
    kind: Type.Union([Type.Literal('office'), Type.Literal('shift')]),
    flex: Type.Optional(Flex),
    days: WorkDays,
    /** Hours during Ramadan; without them the ordinary hours hold. */
    ramadanDays: Type.Optional(WorkDays),
  },
  { additionalProperties: false },
);
export type Schedule = Static<typeof Schedule>;

/** One day's hours, in seconds from midnight of the day on which the work starts. Windows include both ends. */
export interface Hours {
  readonly start: number;
  readonly end: number;
  readonly breakMinutes: number;
  readonly inWindow: readonly [number, number];
  readonly outWindow: readonly [number, number];
  readonly apelWindow: readonly [number, number] | null;
  /** The same times as texts, for the reasons of a day. */
  readonly words: Readonly<Record<'start' | 'end' | 'inFrom' | 'inTo' | 'outFrom' | 'outTo', string>>;
}

export interface ReadySchedule {
  readonly id: string;
  readonly zone: Zone;
  readonly calendarId: string;
  readonly kind: Schedule['kind'];
  readonly flex: Flex | undefined;
  /** Hours that the schedule has for the date's weekday, whatever the calendar says of the date. */
  hoursOn(date: CivilDate, isRamadan: boolean): Hours | null;
}

/** True when somebody on this schedule is expected at work. */
export function isWorkingDay(schedule: ReadySchedule, calendar: ReadyCalendar, date: CivilDate): boolean {
  if (schedule.kind === 'office' && calendar.kindOf(date) !== 'ordinary') return false;
  return schedule.hoursOn(date, calendar.isRamadan(date)) !== null;
}

/** @throws RULES_INVALID, SCHEDULE_INVALID, TIME_ZONE_UNKNOWN */
export function readySchedule(id: string, document: unknown): ReadySchedule {
  const schedule = checkDocument(Schedule, document, `schedules/${id}`);
  const ordinary = byWeekday(id, schedule.days);
  const ramadan = schedule.ramadanDays === undefined ? ordinary : byWeekday(id, schedule.ramadanDays);
  return {
    id,
    zone: zoneOf(schedule.zone),
    calendarId: schedule.calendar,
    kind: schedule.kind,
    flex: schedule.flex,
    hoursOn: (date, isRamadan) => (isRamadan ? ramadan : ordinary).get(weekdayOf(date)) ?? null,
  };
}

function byWeekday(id: string, days: Readonly<Record<string, WorkDay>>): ReadonlyMap<Weekday, Hours> {
  const hours = new Map<Weekday, Hours>();
  for (const [key, day] of Object.entries(days)) {
    const fail = (reason: string) => attendanceError('SCHEDULE_INVALID', { schedule: id, day: key, reason });
    const first = key === '*' ? 1 : Number(key.charAt(0));
    const last = key === '*' ? 7 : Number(key.at(-1));
    if (first > last) throw fail('the last weekday is before the first');
    const ready = toHours(day);
    const fault = faultIn(ready);
    if (fault !== null) throw fail(fault);
    for (let weekday = first; weekday <= last; weekday++) {
      if (hours.has(weekday as Weekday)) throw fail(`weekday ${weekday} is given twice`);
      hours.set(weekday as Weekday, ready);
    }
  }
  return hours;
}

function toHours(day: WorkDay): Hours {
  const window = ([from, to]: readonly [string, string]) => [dayTimeToSeconds(from), dayTimeToSeconds(to)] as const;
  return {
    start: dayTimeToSeconds(day.start),
    end: dayTimeToSeconds(day.end),
    breakMinutes: day.breakMinutes,
    inWindow: window(day.inWindow),
    outWindow: window(day.outWindow),
    apelWindow: day.apelWindow === undefined ? null : window(day.apelWindow),
    words: {
      start: day.start,
      end: day.end,
      inFrom: day.inWindow[0],
      inTo: day.inWindow[1],
      outFrom: day.outWindow[0],
      outTo: day.outWindow[1],
    },
  };
}

function faultIn(hours: Hours): string | null {
  const { start, end, inWindow, outWindow, apelWindow } = hours;
  if (start >= end) return 'the end is not after the start';
  if (hours.breakMinutes * 60 >= end - start) return 'the break is as long as the day';
  if (inWindow[0] > inWindow[1] || outWindow[0] > outWindow[1]) return 'a window ends before it begins';
  if (apelWindow !== null && apelWindow[0] > apelWindow[1]) return 'a window ends before it begins';
  // One scan must never be both the arrival and the departure of one day.
  if (inWindow[1] >= outWindow[0]) return 'the windows for arrival and departure overlap';
  if (start < inWindow[0] || start > inWindow[1]) return 'the start lies outside the window for arrival';
  if (end < outWindow[0] || end > outWindow[1]) return 'the end lies outside the window for departure';
  return null;
}
