import type { AttendanceEvent, Verdict } from './attendance-event.js';

const TRUST: Readonly<Record<Verdict, number>> = { accepted: 2, review: 1, rejected: 0 };

/**
 * Which of two tellings of one scan (equal `id`) is kept, when transports know differently much about it. The choice is the
 * same in whatever order they come: the better verdict, then a measured clock, then a known method, then the earlier
 * receipt; what is still equal is settled by the transport's name.
 */
export function preferEvent(a: AttendanceEvent, b: AttendanceEvent): AttendanceEvent {
  return compare(a, b) <= 0 ? a : b;
}

function compare(a: AttendanceEvent, b: AttendanceEvent): number {
  return (
    TRUST[b.verdict] - TRUST[a.verdict] ||
    Number(b.clockOffsetMs !== null) - Number(a.clockOffsetMs !== null) ||
    Number(isMethodKnown(b)) - Number(isMethodKnown(a)) ||
    a.receivedAt - b.receivedAt ||
    order(a.transport, b.transport) ||
    order(JSON.stringify(a), JSON.stringify(b))
  );
}

function isMethodKnown(event: AttendanceEvent): boolean {
  return !event.flags.includes('unknown-method');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
