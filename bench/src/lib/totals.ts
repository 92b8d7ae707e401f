import type { Expectation } from './terminal.js';

/** What a reader got, added up so that it can cross a process border. */
export interface Totals {
  readonly records: number;
  readonly userIdSum: number;
  readonly timeSum: number;
  /** Rows that the reader itself marked as having an impossible time. */
  readonly badDates: number;
}

/** A wall time as one number, the same way as `expectFor` in vendor/fake-terminal.cjs. */
export function timeNumber(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  return year * 10000 + month * 100 + day + hour * 3600 + minute * 60 + second;
}

/** For a `Date` whose UTC fields are the wall time (the process runs with TZ=UTC). */
export function timeNumberOf(time: Date): number {
  return timeNumber(
    time.getUTCFullYear(),
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  );
}

/** For a wall time text such as 2026-01-02T03:04:05. */
export function timeNumberOfText(wall: string): number {
  return timeNumber(
    Number(wall.slice(0, 4)),
    Number(wall.slice(5, 7)),
    Number(wall.slice(8, 10)),
    Number(wall.slice(11, 13)),
    Number(wall.slice(14, 16)),
    Number(wall.slice(17, 19)),
  );
}

export function isComplete(totals: Totals, expect: Expectation): boolean {
  return (
    totals.records === expect.records &&
    totals.userIdSum === expect.userIdSum &&
    totals.timeSum === expect.timeSum &&
    totals.badDates === expect.badDates
  );
}
