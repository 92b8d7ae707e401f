import { MS_PER_DAY, MS_PER_SECOND } from '../../time/civil.js';
import { sharedWith } from './arrival-departure.js';
import type { DayInput } from './day-input.js';
import type { DayResult, DayStatus } from './day-result.js';
import { type Admitted, type Draft, finish, say } from './draft.js';
import type { TraceCode } from './trace.js';

/** A day without work costs nothing. Scans on it are kept and shown, except those of a shift from the day before or after. */
export function freeDay(
  input: DayInput,
  admitted: Admitted,
  draft: Draft,
  status: DayStatus,
  reason: TraceCode,
): DayResult {
  say(draft, reason, { calendar: input.calendar.id });
  const scans = admitted.scans.filter(({ second }) => second >= 0 && second < MS_PER_DAY / MS_PER_SECOND);
  const foreign = scans.filter((scan) => {
    const moment = { at: scan.at, second: scan.second, scan, manual: null };
    return sharedWith(moment, 'in', admitted.scans, input) === null && sharedWith(moment, 'out', scans, input) === null;
  });
  if (foreign.length > 0) {
    draft.flags.push('EXTRA_PUNCH');
    say(draft, 'EXTRA_SCAN');
  }
  const facts = { date: input.date, status, isWorkingDay: false, in: null, out: null, missing: [] };
  return finish(draft, { ...facts, lateMinutes: 0, earlyMinutes: 0, shortMinutes: 0 });
}
