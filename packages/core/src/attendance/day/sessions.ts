import { secondsToDayTime } from '../rules/day-time.js';
import type { MissingScanRule, ReadyProfile } from '../rules/ready-profile.js';
import type { Moment } from './arrival-departure.js';
import { charged, type Draft, say } from './draft.js';

/** What one end of the day came to. Minutes are null when there was nothing to measure. */
export interface SessionResult {
  readonly minutes: number | null;
  readonly shortMinutes: number;
}

/** @param lateFrom second from which on coming is late; `isExcused` when the start of the day is covered by an approval. */
export function judgeArrival(
  draft: Draft,
  profile: ReadyProfile,
  arrival: Moment | null,
  lateFrom: number,
  isExcused: boolean,
): SessionResult {
  if (arrival === null) return judgeMissing(draft, 'NO_IN', profile.missingIn, isExcused);
  const minutes = wholeMinutes(profile, arrival.second - lateFrom);
  const charge = profile.late(minutes);
  if (charge === null) say(draft, 'ON_TIME');
  else charged(draft, 'LATE', charge, { minutes });
  return { minutes, shortMinutes: minutes };
}

/** @param due second before which leaving is early; `isExcused` when the end of the day is covered by an approval. */
export function judgeDeparture(
  draft: Draft,
  profile: ReadyProfile,
  departure: Moment | null,
  due: number,
  isExcused: boolean,
): SessionResult {
  if (departure === null) return judgeMissing(draft, 'NO_OUT', profile.missingOut, isExcused);
  const minutes = wholeMinutes(profile, due - departure.second);
  const charge = profile.early(minutes);
  if (charge === null) say(draft, 'FULL_DAY');
  else charged(draft, 'EARLY', charge, { minutes, due: secondsToDayTime(due) });
  return { minutes, shortMinutes: minutes };
}

function judgeMissing(draft: Draft, why: 'NO_IN' | 'NO_OUT', rule: MissingScanRule, isExcused: boolean): SessionResult {
  if (isExcused) return { minutes: null, shortMinutes: 0 };
  charged(draft, why, rule, {});
  return { minutes: null, shortMinutes: rule.minutes };
}

/** Whether 59 seconds are a minute is the profile's matter (ANRI 18/2016: late after 07:30:59). */
function wholeMinutes(profile: ReadyProfile, seconds: number): number {
  const minutes = Math.max(0, seconds) / 60;
  return profile.secondsPolicy === 'ceil' ? Math.ceil(minutes) : Math.floor(minutes);
}
