import { epochDayOf, MS_PER_DAY, MS_PER_SECOND, wallToEpochMs } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { Scan } from './evidence.js';

/** A scan with nothing left open, placed on the day's own scale: seconds from midnight of the day on which the work starts. */
export interface DayScan extends Required<Scan> {
  readonly second: number;
}

const UNKNOWN_METHOD = ['unknown'] as const;

function place(scan: Scan, startMs: number): DayScan {
  return {
    eventId: scan.eventId ?? '',
    at: scan.at,
    deviceId: scan.deviceId,
    methods: scan.methods ?? UNKNOWN_METHOD,
    nearBeacon: scan.nearBeacon ?? false,
    verdict: scan.verdict ?? 'accepted',
    otherUnit: scan.otherUnit ?? false,
    second: (wallToEpochMs(scan.at) - startMs) / MS_PER_SECOND,
  };
}

/** Later rules look at scans in this order only, so that the order of arrival cannot matter. */
function compare(a: DayScan, b: DayScan): number {
  return (
    a.second - b.second ||
    Number(a.otherUnit) - Number(b.otherUnit) ||
    compareText(a.deviceId, b.deviceId) ||
    compareText(a.eventId, b.eventId) ||
    compareText(factsOf(a), factsOf(b))
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function factsOf(scan: DayScan): string {
  return `${scan.verdict} ${scan.nearBeacon} ${[...scan.methods].sort().join()}`;
}

/** In the order of `compare`, equal scans are neighbours. */
function isRepetition(scan: DayScan, i: number, all: readonly DayScan[]): boolean {
  const before = all[i - 1];
  return before !== undefined && compare(before, scan) === 0;
}

/** Midnight of the day on which the work starts, as counted by `wallToEpochMs`. */
export function dayStartMs(date: CivilDate): number {
  return epochDayOf(date) * MS_PER_DAY;
}

/** Sorted, without repetitions. */
export function placeScans(scans: readonly Scan[], date: CivilDate): readonly DayScan[] {
  const start = dayStartMs(date);
  const placed = scans.map((scan) => place(scan, start));
  placed.sort(compare);
  return placed.filter((scan, i) => !isRepetition(scan, i, placed));
}

/** The first or last scan inside a window, both ends included. Of scans in the same second the earliest in order is taken. */
export function pickScan(
  scans: readonly DayScan[],
  [from, to]: readonly [number, number],
  which: 'first' | 'last',
): DayScan | null {
  let picked: DayScan | null = null;
  for (const scan of scans) {
    if (scan.second < from || scan.second > to) continue;
    if (which === 'first') return scan;
    if (picked === null || scan.second > picked.second) picked = scan;
  }
  return picked;
}
