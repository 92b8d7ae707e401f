import type { Reading } from '@hadir/core';
import type { Cursor } from '../driver/context.js';
import type { ReadingSink } from '../host/index.js';
import { testingError } from './errors.js';

export interface MemorySinkOptions {
  /** Time that each append takes. */
  readonly delayMs?: number;
  /** The first so many appends are refused and leave nothing behind. */
  readonly failFirst?: number;
  /** The first so many appends are stored, but the answer is a refusal, as when a connection breaks after the commit. */
  readonly loseFirstAnswers?: number;
}

/** A sink for tests that keeps the promises of `ReadingSink` in memory and shows what it took. */
export interface MemorySink extends ReadingSink {
  readings(deviceId: string): readonly Reading[];
  keys(deviceId: string): readonly string[];
  cursor(deviceId: string): Cursor;
  /** Calls of `append`, failed ones included. */
  appends(): number;
  /** Most appends that were under way at once. */
  mostAtOnce(): number;
  /** Makes the next so many appends fail. */
  failNext(count: number): void;
}

export function memorySink(options: MemorySinkOptions = {}): MemorySink {
  const stored = new Map<string, Map<string, Reading>>();
  const cursors = new Map<string, Cursor>();
  let toFail = options.failFirst ?? 0;
  let toLose = options.loseFirstAnswers ?? 0;
  let appends = 0;
  let underWay = 0;
  let mostAtOnce = 0;

  return {
    async append({ deviceId, readings, cursor }) {
      appends += 1;
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      try {
        if (options.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.delayMs));
        if (toFail > 0) {
          toFail -= 1;
          throw testingError('TEST_SINK_FAILED');
        }
        const known = stored.get(deviceId) ?? new Map<string, Reading>();
        stored.set(deviceId, known);
        const before = known.size;
        for (const reading of readings) if (!known.has(reading.key)) known.set(reading.key, reading);
        if (cursor !== undefined) cursors.set(deviceId, cursor);
        if (toLose > 0) {
          toLose -= 1;
          throw testingError('TEST_SINK_FAILED');
        }
        const appended = known.size - before;
        return { appended, known: readings.length - appended };
      } finally {
        underWay -= 1;
      }
    },
    loadCursor: async (deviceId) => cursors.get(deviceId) ?? null,
    readings: (deviceId) => [...(stored.get(deviceId)?.values() ?? [])],
    keys: (deviceId) => [...(stored.get(deviceId)?.keys() ?? [])],
    cursor: (deviceId) => cursors.get(deviceId) ?? null,
    appends: () => appends,
    mostAtOnce: () => mostAtOnce,
    failNext(count) {
      toFail = count;
    },
  };
}
