import { epochDayOf, MS_PER_DAY, MS_PER_SECOND, wallToEpochMs } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { Scan } from './evidence.js';

/** A scan placed on the day's own scale: seconds from midnight of the day on which the work starts. */
export interface DayScan extends Scan {
  readonly second: number;
}

/** Later rules look at scans in this order only, so that the order of arrival cannot matter. */
function compare(a: DayScan, b: DayScan): number {
  return (
    a.second - b.second ||
    Number(a.otherUnit ?? false) - Number(b.otherUnit ?? false) ||
    compareText(a.deviceId, b.deviceId) ||
    compareText(a.eventId ?? '', b.eventId ?? '') ||
    compareText(factsOf(a), factsOf(b))
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function factsOf(scan: Scan): string {
  return `${scan.verdict ?? 'accepted'} ${scan.nearBeacon ?? false} ${[...(scan.methods ?? [])].sort().join()}`;
}

function isSame(a: DayScan, b: DayScan): boolean {
  return a.second === b.second && a.deviceId === b.deviceId && a.eventId === b.eventId && factsOf(a) === factsOf(b);
}

/** Midnight of the day on which the work starts, as counted by `wallToEpochMs`. */
export function dayStartMs(date: CivilDate): number {
  return epochDayOf(date) * MS_PER_DAY;
}

/** Sorted, without repetitions. */
export function placeScans(scans: readonly Scan[], date: CivilDate): readonly DayScan[] {
  const start = dayStartMs(date);
  const placed = scans.map((scan): DayScan => ({ ...scan, second: (wallToEpochMs(scan.at) - start) / MS_PER_SECOND }));
  placed.sort(compare);
  return placed.filter((scan, i) => {
    const before = placed[i - 1];
    return before === undefined || !isSame(before, scan);
  });
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
