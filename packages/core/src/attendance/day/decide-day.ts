import { isManualAllowed, isMethodAllowed } from '../rules/method-policy.js';
import type { DayInput } from './day-input.js';
import type { DayResult } from './day-result.js';
import type { Admitted } from './draft.js';
import { evaluateDay } from './evaluate-day.js';
import type { DecisionState } from './evidence.js';
import { type DayScan, placeScans } from './scans.js';
import type { TraceStep } from './trace.js';

const SETTLED: readonly DecisionState[] = ['approved'];
const OPEN: readonly DecisionState[] = ['approved', 'pending'];

/**
 * Decides a day.
 *
 * First it is judged by what is settled: scans that count, requests and manual entries that were approved. If that costs
 * the person nothing, it stands; nothing still open could make it better. Otherwise the day is held open, without
 * points, while something could change it in the person's favour, in this order:
 * 1. a request or manual entry not yet decided → `MENUNGGU`
 * 2. a scan that an officer must look at first → `PERLU_VERIFIKASI`
 * 3. a device not read past the end of the day, or a day that is not over → `MENUNGGU`
 *
 * The same evidence in any order, however often repeated, gives an equal result.
 */
export function decideDay(input: DayInput): DayResult {
  const { scans, refused } = sortOut(input);
  const doubtful = scans.filter((scan) => scan.verdict === 'review');
  const settledScans = doubtful.length === 0 ? scans : scans.filter((scan) => scan.verdict !== 'review');
  const approved = evidenceIn(input, SETTLED);
  const settled = evaluateDay(input, { ...approved.admitted, scans: settledScans });
  const result = withNotes(settled, [...refused, ...approved.notes]);
  if (settled.charges.length === 0) return result;

  const open = openNames(input);
  const hoped =
    open === '' ? settled : evaluateDay(input, { ...evidenceIn(input, OPEN).admitted, scans: settledScans });
  if (isBetter(hoped, settled)) {
    return heldOpen(result, 'IF_REJECTED', [{ code: 'PENDING', values: { what: open, codes: codesOf(settled) } }]);
  }
  if (doubtful.length > 0 && isBetter(evaluateDay(input, { ...approved.admitted, scans }), settled)) {
    const steps = doubtful.map(({ at }): TraceStep => ({ code: 'NEEDS_REVIEW', values: { at } }));
    return heldOpen(result, 'NEEDS_REVIEW', steps);
  }
  // An approved absence stands whatever a scan may say.
  if (settled.status !== 'HADIR' && settled.status !== 'TK') return result;
  const unread = [...new Set(input.unreadDevices ?? [])].sort();
  if (unread.length > 0) {
    return heldOpen(result, 'DEVICE_UNREAD', [{ code: 'DEVICE_UNREAD', values: { devices: unread.join(', ') } }]);
  }
  return input.isRunning === true ? heldOpen(result, 'DAY_RUNNING', [{ code: 'DAY_RUNNING', values: {} }]) : result;
}

/** Cheaper, or another status for the same price (sick instead of present with a missing scan, say). */
function isBetter(hoped: DayResult, settled: DayResult): boolean {
  return (hoped.points ?? 0) < (settled.points ?? 0) || hoped.status !== settled.status;
}

type Hold = 'IF_REJECTED' | 'NEEDS_REVIEW' | 'DEVICE_UNREAD' | 'DAY_RUNNING';

/** Takes away what is not decided: points, charges. Facts such as arrival and departure stay. */
function heldOpen(result: DayResult, hold: Hold, steps: readonly TraceStep[]): DayResult {
  const isDecision = hold === 'IF_REJECTED' || hold === 'NEEDS_REVIEW';
  const flags = isDecision ? result.charges.map(({ code }) => `IF_REJECTED_${code}`) : [hold];
  return {
    ...result,
    status: hold === 'NEEDS_REVIEW' ? 'PERLU_VERIFIKASI' : 'MENUNGGU',
    charges: [],
    points: null,
    shortMinutes: 0,
    flags: [...result.flags, ...flags],
    trace: [...result.trace, ...steps],
  };
}

/** Scans that may count, and the reasons of those that never can. */
function sortOut(input: DayInput): { readonly scans: readonly DayScan[]; readonly refused: readonly TraceStep[] } {
  const policy = input.methodPolicy ?? null;
  const scans: DayScan[] = [];
  const refused: TraceStep[] = [];
  for (const scan of placeScans(input.scans, input.date)) {
    if (scan.verdict === 'rejected') {
      refused.push({ code: 'IGNORED_REJECTED', values: { at: scan.at } });
    } else if (!isMethodAllowed(policy, scan)) {
      refused.push({ code: 'IGNORED_METHOD', values: { at: scan.at, methods: scan.methods.join(' + ') } });
    } else {
      scans.push(scan);
    }
  }
  return { scans, refused };
}

function evidenceIn(
  input: DayInput,
  states: readonly DecisionState[],
): { readonly admitted: Omit<Admitted, 'scans'>; readonly notes: readonly TraceStep[] } {
  const notes: TraceStep[] = [];
  const requests = (input.requests ?? []).filter(({ state }) => states.includes(state));
  for (const { type, state } of input.requests ?? []) {
    if (state === 'rejected') notes.push({ code: 'REQUEST_REJECTED', values: { type } });
  }
  const isAllowed = isManualAllowed(input.methodPolicy ?? null, input.date);
  const wanted = (input.manual ?? []).filter(({ state }) => states.includes(state));
  if (!isAllowed) for (const { at } of wanted) notes.push({ code: 'MANUAL_NOT_ALLOWED', values: { at } });
  return { admitted: { requests, manual: isAllowed ? wanted : [] }, notes };
}

function withNotes(result: DayResult, notes: readonly TraceStep[]): DayResult {
  if (notes.length === 0) return result;
  const unique = [...new Map(notes.map((note) => [JSON.stringify(note), note])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const refusedMethod = notes.some(({ code }) => code === 'IGNORED_METHOD');
  return {
    ...result,
    flags: refusedMethod ? [...result.flags, 'METHOD_NOT_ALLOWED'] : result.flags,
    trace: [...result.trace, ...unique.map(([, note]) => note)],
  };
}

/** What still waits for a decision; empty when nothing does. */
function openNames(input: DayInput): string {
  const open = [...(input.requests ?? []), ...(input.manual ?? [])].filter(({ state }) => state === 'pending');
  return [...new Set(open.map((item) => ('type' in item ? item.type : `MANUAL_${item.session.toUpperCase()}`)))]
    .sort()
    .join(', ');
}

function codesOf(result: DayResult): string {
  return result.charges.map(({ code }) => code).join(', ');
}
