import { encodePackedTime } from '../wire/packed-time.js';
import type { TerminalPunch } from './terminal-options.js';

const DAY_MS = 86_400_000;
const FINGER = 1;
const CHECK_IN = 0;
const CHECK_OUT = 1;

/** Punch `i` of a past in which everybody came in the morning and left in the afternoon, day after day, in order of time. */
export function oldPunch(i: number, people: number, firstDayMs: number): TerminalPunch {
  const crowd = Math.max(1, people);
  const inDay = i % (crowd * 2);
  const leaving = inDay >= crowd;
  const order = inDay % crowd;
  const day = new Date(firstDayMs + Math.floor(i / (crowd * 2)) * DAY_MS);
  // From 06:40 on they come, from 15:30 on they go, all within eighty minutes.
  const start = leaving ? 15 * 3600 + 30 * 60 : 6 * 3600 + 40 * 60;
  const second = start + Math.floor((order * 4800) / crowd);
  return {
    // Not always in the same order, but the same at every start.
    deviceUserId: String(1001 + ((order + Math.floor(i / crowd) * 7) % crowd)),
    verify: FINGER,
    state: leaving ? CHECK_OUT : CHECK_IN,
    timeRaw: encodePackedTime({
      year: day.getUTCFullYear(),
      month: day.getUTCMonth() + 1,
      day: day.getUTCDate(),
      hour: Math.floor(second / 3600),
      minute: Math.floor(second / 60) % 60,
      second: second % 60,
    }),
  };
}
