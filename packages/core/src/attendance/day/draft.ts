import type { CodePoints } from '../rules/bands.js';
import { pointsOf } from '../rules/points.js';
import type { Charge, DayResult } from './day-result.js';
import type { AbsenceRequest, ManualEntry } from './evidence.js';
import type { DayScan } from './scans.js';
import type { TraceCode, TraceStep } from './trace.js';

/** The evidence that is taken as true in one evaluation. */
export interface Admitted {
  readonly scans: readonly DayScan[];
  readonly requests: readonly AbsenceRequest[];
  readonly manual: readonly ManualEntry[];
}

/** A result in the making; its owner is one call of `evaluateDay`. */
export interface Draft {
  readonly trace: TraceStep[];
  readonly charges: CodePoints[];
  readonly flags: string[];
}

export function newDraft(): Draft {
  return { trace: [], charges: [], flags: [] };
}

export function say(draft: Draft, code: TraceCode, values: TraceStep['values'] = {}): void {
  draft.trace.push({ code, values });
}

/** Adds a deduction with its reason. */
export function charged(draft: Draft, why: TraceCode, charge: CodePoints, values: TraceStep['values']): void {
  draft.charges.push({ code: charge.code, points: charge.points });
  draft.trace.push({ code: why, values: { ...values, code: charge.code, points: pointsOf(charge.points) } });
}

/** Keeps the dearest charge of each code, in its place. */
export function chargeOncePerCode({ charges }: Draft): void {
  const kept = new Map<string, CodePoints>();
  for (const charge of charges) {
    const known = kept.get(charge.code);
    if (known === undefined || charge.points > known.points) kept.set(charge.code, charge);
  }
  charges.splice(0, charges.length, ...kept.values());
}

/** Makes the result; points are the sum of what was charged. */
export function finish(draft: Draft, facts: Omit<DayResult, 'charges' | 'points' | 'flags' | 'trace'>): DayResult {
  let sum = 0;
  const charges: Charge[] = [];
  for (const { code, points } of draft.charges) {
    sum += points;
    charges.push({ code, points: pointsOf(points) });
  }
  return {
    date: facts.date,
    status: facts.status,
    isWorkingDay: facts.isWorkingDay,
    in: facts.in,
    out: facts.out,
    lateMinutes: facts.lateMinutes,
    earlyMinutes: facts.earlyMinutes,
    missing: facts.missing,
    charges,
    points: pointsOf(sum),
    shortMinutes: facts.shortMinutes,
    flags: draft.flags,
    trace: draft.trace,
  };
}
