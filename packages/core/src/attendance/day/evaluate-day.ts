import { secondsToDayTime } from '../rules/day-time.js';
import type { Hours } from '../rules/schedule.js';
import type { DayInput } from './day-input.js';
import type { DayResult } from './day-result.js';
import { type Admitted, type Draft, newDraft, say } from './draft.js';
import { excuseOf } from './excuse.js';
import { freeDay } from './free-day.js';
import { dayStartMs } from './scans.js';
import { workedDay } from './worked-day.js';

/** Judges a day as if the admitted evidence were all there is. */
export function evaluateDay(input: DayInput, admitted: Admitted): DayResult {
  const { date, schedule, calendar, profile } = input;
  const draft = newDraft();
  say(draft, 'RULES', {
    profile: profile.id,
    version: profile.version,
    schedule: schedule?.id ?? '–',
    calendar: calendar.id,
  });

  const isRamadan = calendar.isRamadan(date);
  const hours = schedule?.hoursOn(date, isRamadan) ?? null;
  if (schedule === null || hours === null) return freeDay(input, admitted, draft, 'LIBUR', 'OFF');
  const kind = calendar.kindOf(date);
  if (schedule.kind === 'office' && kind === 'holiday') return freeDay(input, admitted, draft, 'LIBUR', 'HOLIDAY');
  if (schedule.kind === 'office' && kind === 'joint-leave') return freeDay(input, admitted, draft, 'CB', 'JOINT_LEAVE');

  if (isRamadan) say(draft, 'RAMADAN');
  sayHours(draft, hours);
  const excuse = excuseOf(admitted.requests, date, dayStartMs(date), hours);
  return workedDay(input, admitted, draft, hours, excuse);
}

function sayHours(draft: Draft, hours: Hours): void {
  say(draft, 'HOURS', {
    start: secondsToDayTime(hours.start),
    end: secondsToDayTime(hours.end),
    inFrom: secondsToDayTime(hours.inWindow[0]),
    inTo: secondsToDayTime(hours.inWindow[1]),
    outFrom: secondsToDayTime(hours.outWindow[0]),
    outTo: secondsToDayTime(hours.outWindow[1]),
  });
}
