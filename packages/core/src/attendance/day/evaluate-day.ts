import type { DayInput } from './day-input.js';
import type { DayResult } from './day-result.js';
import { type Admitted, newDraft, say } from './draft.js';
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
  say(draft, 'HOURS', hours.words);
  const excuse = excuseOf(admitted.requests, date, dayStartMs(date), hours);
  return workedDay(input, admitted, draft, hours, excuse);
}
