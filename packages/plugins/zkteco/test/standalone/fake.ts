import { createRequire } from 'node:module';
import { type Clock, instant } from '@hadir/sdk';
import type { AttendanceOptions, AttendanceSummary } from '../../src/standalone/index.js';
import {
  openSession,
  readAttendance,
  type SessionOptions,
  type StandaloneSession,
} from '../../src/standalone/index.js';

/** The independent fake terminal: not ours, so that a mistake that driver and simulator share cannot hide. */
export interface FakeTerminal {
  readonly port: number;
  readonly device: { att: Buffer; users: Buffer; options: Record<string, string>; clock: number };
  close(): Promise<void>;
}

export interface Expected {
  readonly records: number;
  readonly userIdSum: number;
  readonly timeSum: number;
  readonly verifySum: number;
  readonly punchSum: number;
  readonly badDates: number;
}

interface FakeModule {
  start(options: Record<string, unknown>): Promise<FakeTerminal>;
  expectFor(records: number, users: number, badEvery: number): Expected;
  buildAtt(records: number, size: number, users: number, badEvery: number): Buffer;
  encTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number;
  frame(command: number, session: number, reply: number, data?: Buffer): Buffer;
  wrap(frame: Buffer): Buffer;
}

export const fake = createRequire(import.meta.url)('../../../../../bench/vendor/fake-terminal.cjs') as FakeModule;

export const testClock: Clock = { now: () => instant(Date.UTC(2026, 0, 2, 3, 4, 5)) };

/** Opens a session with short waits, so that a test of silence takes a second and not a minute. */
export function openTo(port: number, options: Partial<SessionOptions> = {}): Promise<StandaloneSession> {
  return openSession({
    host: '127.0.0.1',
    port,
    transport: 'tcp',
    clock: testClock,
    idleTimeoutMs: 1_500,
    keepAliveMs: 0,
    ...options,
  });
}

export interface Totals {
  records: number;
  userIdSum: number;
  timeSum: number;
  verifySum: number;
  punchSum: number;
  badDates: number;
}

/** Adds up what was read in the way in which the fake terminal states what must come out. */
export async function readTotals(
  session: StandaloneSession,
  options: Partial<AttendanceOptions> = {},
): Promise<{ totals: Totals; summary: AttendanceSummary }> {
  const totals: Totals = { records: 0, userIdSum: 0, timeSum: 0, verifySum: 0, punchSum: 0, badDates: 0 };
  const summary = await readAttendance(session, {
    ...options,
    async take(page) {
      for (let i = 0; i < page.rows.count; i++) {
        const record = page.rows.record(i);
        totals.records++;
        totals.userIdSum += Number(record.deviceUserId);
        totals.verifySum += record.verify;
        totals.punchSum += record.state;
        const { wall } = record.time;
        if (wall === null) totals.badDates++;
        else totals.timeSum += timeValue(wall);
      }
      await options.take?.(page);
    },
  });
  return { totals, summary };
}

/** yyyy·10000 + mm·100 + dd + seconds of the day, as `expectFor` counts. */
function timeValue(wall: string): number {
  const n = (from: number, to: number): number => Number(wall.slice(from, to));
  return n(0, 4) * 10000 + n(5, 7) * 100 + n(8, 10) + n(11, 13) * 3600 + n(14, 16) * 60 + n(17, 19);
}

/** The code of the error with which the promise rejects; null when it resolves. */
export async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `not coded: ${String(error)}`;
  }
}
