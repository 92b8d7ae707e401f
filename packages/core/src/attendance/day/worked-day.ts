import { secondsToDayTime } from '../rules/day-time.js';
import { applyFlex } from '../rules/flex.js';
import { pointsOf } from '../rules/points.js';
import type { Hours } from '../rules/schedule.js';
import { judgeApel } from './apel.js';
import { type Moment, momentOf, placeManual, sharedWith, traceUnused } from './arrival-departure.js';
import type { DayInput } from './day-input.js';
import type { DayResult } from './day-result.js';
import { type Admitted, charged, chargeOncePerCode, type Draft, finish, say } from './draft.js';
import type { Excuse } from './excuse.js';
import { noteMoment } from './moment-notes.js';
import { judgeArrival, judgeDeparture } from './sessions.js';

/** A day on which the person was expected: who came when, what is excused, what is charged. */
export function workedDay(input: DayInput, admitted: Admitted, draft: Draft, hours: Hours, excuse: Excuse): DayResult {
  const { scans } = admitted;
  const { profile } = input;
  const manual = placeManual(admitted.manual, input.date, hours);
  const arrival = momentOf('in', scans, manual, hours, profile.inScan);
  const departure = momentOf('out', scans, manual, hours, profile.outScan);
  noteMoment(draft, 'in', arrival, sharedWith(arrival, 'in', scans, input));
  noteMoment(draft, 'out', departure, sharedWith(departure, 'out', scans, input));
  draft.trace.push(...traceUnused(scans, hours, arrival, departure, input));

  const facts = factsOf(input, arrival, departure);
  if (excuse.whole !== null) {
    const { type } = excuse.whole;
    const points = profile.absence(type);
    if (points > 0) draft.charges.push({ code: type, points });
    say(draft, 'EXCUSED', { type, points: pointsOf(points) });
    return finish(draft, { ...facts, status: type });
  }
  noteParts(draft, excuse);
  const isPartExcused = excuse.startCoveredTo !== null || excuse.endCoveredFrom !== null;
  if (arrival === null && departure === null && !isPartExcused) {
    charged(draft, 'ABSENT', profile.absent, {});
    return finish(draft, { ...facts, status: 'TK' });
  }

  // Only a shift is worked on such a day; offices are closed.
  if (input.calendar.kindOf(input.date) === 'joint-leave') {
    draft.flags.push('CB_WORKED');
    say(draft, 'JOINT_LEAVE_WORKED');
  }
  if (excuse.worksAnywhere) {
    draft.flags.push('WFA');
    say(draft, 'WFA');
  }
  const flex = applyFlex(input.schedule?.flex, hours.start, hours.end, arrival?.second ?? null);
  if (flex.usedMinutes > 0) {
    draft.flags.push(`FLEX_USED_${flex.usedMinutes}`);
    say(draft, 'FLEX', { minutes: flex.usedMinutes, due: secondsToDayTime(flex.end) });
  }
  const lateFrom = Math.max(flex.lateFrom, excuse.startCoveredTo ?? flex.lateFrom);
  const due = Math.min(flex.end, excuse.endCoveredFrom ?? flex.end);
  const late = judgeArrival(draft, profile, arrival, lateFrom, excuse.startCoveredTo !== null);
  judgeApel(input, draft, scans, manual, hours);
  const early = judgeDeparture(draft, profile, departure, due, excuse.endCoveredFrom !== null);

  if (profile.codeOncePerDay) chargeOncePerCode(draft);
  return finish(draft, {
    ...facts,
    status: 'HADIR',
    lateMinutes: late.minutes,
    earlyMinutes: early.minutes,
    shortMinutes: late.shortMinutes + early.shortMinutes,
  });
}

function factsOf(input: DayInput, arrival: Moment | null, departure: Moment | null) {
  const missing: ('in' | 'out')[] = [];
  if (arrival === null) missing.push('in');
  if (departure === null) missing.push('out');
  return {
    date: input.date,
    isWorkingDay: true,
    in: arrival?.at ?? null,
    out: departure?.at ?? null,
    missing,
    lateMinutes: null,
    earlyMinutes: null,
    shortMinutes: 0,
  };
}

function noteParts(draft: Draft, excuse: Excuse): void {
  for (const { type, from, to } of excuse.parts) {
    draft.flags.push(`${type}_PARTIAL`);
    say(draft, 'EXCUSED_PART', { type, from, to });
  }
}
