import { daysBetween, MS_PER_SECOND, wallToEpochMs } from '../../time/civil.js';
import type { CivilDate, WallTime } from '../../time/wall-time.js';
import type { Hours } from '../rules/schedule.js';
import type { DayInput, ReadyNeighbour } from './day-input.js';
import type { ManualEntry } from './evidence.js';
import { type DayScan, dayStartMs, pickScan } from './scans.js';
import type { TraceStep } from './trace.js';

/** When somebody came or left, and from what it is known. */
export interface Moment {
  readonly at: WallTime;
  readonly second: number;
  readonly scan: DayScan | null;
  readonly manual: ManualEntry | null;
}

export interface PlacedManual {
  readonly entry: ManualEntry;
  readonly second: number;
}

/**
 * Manual entries that can belong to this day: an arrival from the opening of its window to the end of work, a departure
 * from the start of work to the closing of its window, an assembly at any time between. Earliest first.
 */
export function placeManual(entries: readonly ManualEntry[], date: CivilDate, hours: Hours): readonly PlacedManual[] {
  const start = dayStartMs(date);
  const spans = {
    in: [hours.inWindow[0], hours.end],
    out: [hours.start, hours.outWindow[1]],
    apel: [hours.inWindow[0], hours.outWindow[1]],
  } as const;
  return entries
    .map((entry) => ({ entry, second: (wallToEpochMs(entry.at) - start) / MS_PER_SECOND }))
    .filter(({ entry, second }) => second >= spans[entry.session][0] && second <= spans[entry.session][1])
    .sort((a, b) => a.second - b.second || (manualText(a.entry) < manualText(b.entry) ? -1 : 1));
}

function manualText({ id, reason, state }: ManualEntry): string {
  return JSON.stringify([id ?? '', reason, state]);
}

const SECONDS_PER_DAY = 86_400;

/** An approved manual entry overrules scans: it exists because the scan was impossible or wrong. */
export function momentOf(
  session: 'in' | 'out',
  scans: readonly DayScan[],
  manual: readonly PlacedManual[],
  hours: Hours,
  which: 'first' | 'last',
): Moment | null {
  const decided = manual.find(({ entry }) => entry.session === session);
  if (decided !== undefined) return { at: decided.entry.at, second: decided.second, scan: null, manual: decided.entry };
  const scan = pickScan(scans, session === 'in' ? hours.inWindow : hours.outWindow, which);
  return scan === null ? null : { at: scan.at, second: scan.second, scan, manual: null };
}

/** The neighbouring shift's date when it takes the very same scan for its own arrival or departure. */
export function sharedWith(
  moment: Moment | null,
  session: 'in' | 'out',
  scans: readonly DayScan[],
  input: DayInput,
): string | null {
  const neighbour = session === 'in' ? input.before : input.after;
  if (moment?.scan == null || neighbour == null) return null;
  const hours = neighbourHours(neighbour, input);
  if (hours === null) return null;
  const theirs =
    session === 'in'
      ? pickScan(scans, hours.outWindow, input.profile.outScan)
      : pickScan(scans, hours.inWindow, input.profile.inScan);
  return theirs?.second === moment.scan.second ? neighbour.date : null;
}

/** The neighbour's windows on this day's scale. */
function neighbourHours(neighbour: ReadyNeighbour, input: DayInput): Pick<Hours, 'inWindow' | 'outWindow'> | null {
  const hours = neighbour.schedule.hoursOn(neighbour.date, input.calendar.isRamadan(neighbour.date));
  if (hours === null) return null;
  const shift = daysBetween(input.date, neighbour.date) * SECONDS_PER_DAY;
  return {
    inWindow: [hours.inWindow[0] + shift, hours.inWindow[1] + shift],
    outWindow: [hours.outWindow[0] + shift, hours.outWindow[1] + shift],
  };
}

/** Says of every scan that was not used why it was not. */
export function traceUnused(
  scans: readonly DayScan[],
  hours: Hours,
  arrival: Moment | null,
  departure: Moment | null,
  input: DayInput,
): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const scan of scans) {
    if (scan === arrival?.scan || scan === departure?.scan) continue;
    const values = { at: scan.at };
    if (isWithin(scan, hours.inWindow)) {
      steps.push(
        arrival?.manual
          ? { code: 'IGNORED_OVERRULED', values }
          : ignored('IGNORED_LATER', values, input.profile.inScan),
      );
    } else if (isWithin(scan, hours.outWindow)) {
      steps.push(
        departure?.manual
          ? { code: 'IGNORED_OVERRULED', values }
          : ignored('IGNORED_EARLIER', values, input.profile.outScan),
      );
    } else {
      steps.push({ code: 'IGNORED_OUTSIDE', values });
    }
  }
  return steps;
}

function ignored(code: 'IGNORED_LATER' | 'IGNORED_EARLIER', values: { at: string }, which: string): TraceStep {
  return { code, values: { ...values, which } };
}

function isWithin(scan: DayScan, [from, to]: readonly [number, number]): boolean {
  return scan.second >= from && scan.second <= to;
}
