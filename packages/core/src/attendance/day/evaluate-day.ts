import { epochDayOf, MS_PER_DAY, MS_PER_SECOND, wallToEpochMs } from '../../time/civil.js';
import type { CodePoints } from '../rules/bands.js';
import { secondsToDayTime } from '../rules/day-time.js';
import { applyFlex } from '../rules/flex.js';
import { pointsOf } from '../rules/points.js';
import type { Hours } from '../rules/schedule.js';
import { type Moment, momentOf, type PlacedManual, sharedWith, traceUnused } from './arrival-departure.js';
import type { DayInput } from './day-input.js';
import type { DayResult, DayStatus } from './day-result.js';
import type { AbsenceRequest, ManualEntry } from './evidence.js';
import { type Excuse, excuseOf } from './excuse.js';
import { type DayScan, pickScan, placeScans } from './scans.js';
import type { TraceCode, TraceStep } from './trace.js';

/** The evidence that is taken as true in one evaluation. */
export interface Admitted {
  readonly scans: readonly DayScan[];
  readonly requests: readonly AbsenceRequest[];
  readonly manual: readonly ManualEntry[];
}

/** A result in the making; its owner is one call of `evaluateDay`. */
interface Draft {
  readonly trace: TraceStep[];
  readonly charges: CodePoints[];
  readonly flags: string[];
}

export function dayStartMs(input: Pick<DayInput, 'date'>): number {
  return epochDayOf(input.date) * MS_PER_DAY;
}

export function scansOfDay(input: DayInput): readonly DayScan[] {
  return placeScans(input.scans, dayStartMs(input));
}

/** Judges a day as if the admitted evidence were all there is. */
export function evaluateDay(input: DayInput, admitted: Admitted): DayResult {
  const { date, schedule, calendar, profile } = input;
  const draft: Draft = { trace: [], charges: [], flags: [] };
  const say = (code: TraceCode, values: TraceStep['values'] = {}) => draft.trace.push({ code, values });
  say('RULES', {
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

  if (isRamadan) say('RAMADAN');
  sayHours(draft, hours);
  const excuse = excuseOf(admitted.requests, date, dayStartMs(input), hours);
  const result = workedDay(input, admitted, draft, hours, excuse);
  if (result.status === 'HADIR' && kind === 'joint-leave') {
    draft.flags.push('CB_WORKED');
    say('JOINT_LEAVE_WORKED');
  }
  return result;
}

function workedDay(input: DayInput, admitted: Admitted, draft: Draft, hours: Hours, excuse: Excuse): DayResult {
  const { profile, schedule } = input;
  const say = (code: TraceCode, values: TraceStep['values'] = {}) => draft.trace.push({ code, values });
  const manual = placeManual(input, admitted.manual);
  const arrival = momentOf('in', admitted.scans, manual, hours, profile.inScan);
  const departure = momentOf('out', admitted.scans, manual, hours, profile.outScan);
  noteMoment(draft, 'in', arrival, sharedWith(arrival, 'in', admitted.scans, input));
  noteMoment(draft, 'out', departure, sharedWith(departure, 'out', admitted.scans, input));
  draft.trace.push(...traceUnused(admitted.scans, hours, arrival, departure, input));
  const missing = [...(arrival === null ? (['in'] as const) : []), ...(departure === null ? (['out'] as const) : [])];
  const facts = { date: input.date, isWorkingDay: true, in: arrival?.at ?? null, out: departure?.at ?? null, missing };

  if (excuse.whole !== null) {
    const points = profile.absence(excuse.whole.type);
    if (points > 0) draft.charges.push({ code: excuse.whole.type, points });
    say('EXCUSED', { type: excuse.whole.type, points: pointsOf(points) });
    return finish(draft, {
      ...facts,
      status: excuse.whole.type,
      lateMinutes: null,
      earlyMinutes: null,
      shortMinutes: 0,
    });
  }
  for (const { type, from, to } of excuse.parts) {
    draft.flags.push(`${type}_PARTIAL`);
    say('EXCUSED_PART', { type, from, to });
  }
  const isPartExcused = excuse.startCoveredTo !== null || excuse.endCoveredFrom !== null;
  if (arrival === null && departure === null && !isPartExcused) {
    draft.charges.push(profile.absent);
    say('ABSENT', { code: profile.absent.code, points: pointsOf(profile.absent.points) });
    return finish(draft, { ...facts, status: 'TK', lateMinutes: null, earlyMinutes: null, shortMinutes: 0 });
  }
  if (excuse.worksAnywhere) {
    draft.flags.push('WFA');
    say('WFA');
  }

  const flex = applyFlex(schedule?.flex, hours.start, hours.end, arrival?.second ?? null);
  if (flex.usedMinutes > 0) {
    draft.flags.push(`FLEX_USED_${flex.usedMinutes}`);
    say('FLEX', { minutes: flex.usedMinutes, due: secondsToDayTime(flex.end) });
  }
  const toMinutes = profile.secondsPolicy === 'ceil' ? Math.ceil : Math.floor;

  let lateMinutes: number | null = null;
  let shortMinutes = 0;
  if (arrival !== null) {
    const lateFrom = Math.max(flex.lateFrom, excuse.startCoveredTo ?? flex.lateFrom);
    lateMinutes = toMinutes(Math.max(0, arrival.second - lateFrom) / 60);
    const charge = profile.late(lateMinutes);
    if (charge === null) say('ON_TIME');
    else charged(draft, 'LATE', charge, { minutes: lateMinutes });
    shortMinutes += lateMinutes;
  } else if (excuse.startCoveredTo === null) {
    charged(draft, 'NO_IN', profile.missingIn, {});
    shortMinutes += profile.missingIn.minutes;
  }

  judgeApel(input, draft, admitted.scans, manual, hours);

  let earlyMinutes: number | null = null;
  if (departure !== null) {
    const due = Math.min(flex.end, excuse.endCoveredFrom ?? flex.end);
    earlyMinutes = toMinutes(Math.max(0, due - departure.second) / 60);
    const charge = profile.early(earlyMinutes);
    if (charge === null) say('FULL_DAY');
    else charged(draft, 'EARLY', charge, { minutes: earlyMinutes, due: secondsToDayTime(due) });
    shortMinutes += earlyMinutes;
  } else if (excuse.endCoveredFrom === null) {
    charged(draft, 'NO_OUT', profile.missingOut, {});
    shortMinutes += profile.missingOut.minutes;
  }

  if (profile.codeOncePerDay) keepOncePerCode(draft.charges);
  return finish(draft, { ...facts, status: 'HADIR', lateMinutes, earlyMinutes, shortMinutes });
}

function freeDay(input: DayInput, admitted: Admitted, draft: Draft, status: DayStatus, reason: TraceCode): DayResult {
  draft.trace.push({ code: reason, values: { calendar: input.calendar.id } });
  const scans = admitted.scans.filter(({ second }) => second >= 0 && second < MS_PER_DAY / MS_PER_SECOND);
  const foreign = scans.filter((scan) => {
    const moment: Moment = { at: scan.at, second: scan.second, scan, manual: null };
    return sharedWith(moment, 'in', admitted.scans, input) === null && sharedWith(moment, 'out', scans, input) === null;
  });
  if (foreign.length > 0) {
    draft.flags.push('EXTRA_PUNCH');
    draft.trace.push({ code: 'EXTRA_SCAN', values: {} });
  }
  const facts = { date: input.date, status, isWorkingDay: false, in: null, out: null, missing: [] };
  return finish(draft, { ...facts, lateMinutes: 0, earlyMinutes: 0, shortMinutes: 0 });
}

function judgeApel(
  input: DayInput,
  draft: Draft,
  scans: readonly DayScan[],
  manual: readonly PlacedManual[],
  hours: Hours,
): void {
  const { apel } = input;
  if (apel == null || !apel.required || apel.excused) return;
  if (!apel.held) {
    draft.trace.push({ code: 'APEL_OFF', values: {} });
    return;
  }
  const byScan = hours.apelWindow !== null && pickScan(scans, hours.apelWindow, 'first') !== null;
  const present = apel.present ?? (byScan || manual.some(({ entry }) => entry.session === 'apel'));
  if (!present && input.profile.apelAbsent.points > 0) charged(draft, 'APEL_ABSENT', input.profile.apelAbsent, {});
}

function charged(draft: Draft, why: TraceCode, charge: CodePoints, values: TraceStep['values']): void {
  draft.charges.push({ code: charge.code, points: charge.points });
  draft.trace.push({ code: why, values: { ...values, code: charge.code, points: pointsOf(charge.points) } });
}

/** Keeps the dearest charge of each code, in place. */
function keepOncePerCode(charges: CodePoints[]): void {
  const kept = new Map<string, CodePoints>();
  for (const charge of charges) {
    const known = kept.get(charge.code);
    if (known === undefined || charge.points > known.points) kept.set(charge.code, charge);
  }
  charges.splice(0, charges.length, ...kept.values());
}

function noteMoment(draft: Draft, session: 'in' | 'out', moment: Moment | null, shared: string | null): void {
  if (moment === null) return;
  const { at, scan, manual } = moment;
  const isIn = session === 'in';
  if (manual !== null) {
    draft.flags.push(isIn ? 'MANUAL_IN' : 'MANUAL_OUT');
    draft.trace.push({ code: isIn ? 'MANUAL_IN' : 'MANUAL_OUT', values: { at, reason: manual.reason } });
    return;
  }
  draft.trace.push({ code: isIn ? 'IN' : 'OUT', values: { at, device: scan?.deviceId ?? '' } });
  if (scan?.otherUnit === true) {
    draft.flags.push('OTHER_UNIT_DEVICE');
    draft.trace.push({ code: 'OTHER_UNIT', values: { at } });
  }
  if (shared !== null) {
    draft.flags.push('SHARED_PUNCH');
    draft.trace.push({ code: 'SHARED', values: { at, date: shared } });
  }
}

function placeManual(input: DayInput, entries: readonly ManualEntry[]): readonly PlacedManual[] {
  const start = dayStartMs(input);
  return entries
    .map((entry) => ({ entry, second: (wallToEpochMs(entry.at) - start) / MS_PER_SECOND }))
    .sort((a, b) => a.second - b.second || ((a.entry.id ?? '') < (b.entry.id ?? '') ? -1 : 1));
}

function sayHours(draft: Draft, hours: Hours): void {
  draft.trace.push({
    code: 'HOURS',
    values: {
      start: secondsToDayTime(hours.start),
      end: secondsToDayTime(hours.end),
      inFrom: secondsToDayTime(hours.inWindow[0]),
      inTo: secondsToDayTime(hours.inWindow[1]),
      outFrom: secondsToDayTime(hours.outWindow[0]),
      outTo: secondsToDayTime(hours.outWindow[1]),
    },
  });
}

function finish(draft: Draft, facts: Omit<DayResult, 'charges' | 'points' | 'flags' | 'trace'>): DayResult {
  let sum = 0;
  for (const charge of draft.charges) sum += charge.points;
  return {
    ...facts,
    charges: draft.charges.map(({ code, points }) => ({ code, points: pointsOf(points) })),
    points: pointsOf(sum),
    flags: draft.flags,
    trace: draft.trace,
  };
}
