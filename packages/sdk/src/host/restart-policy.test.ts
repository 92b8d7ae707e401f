import { expect, test } from 'vitest';
import { afterExit, NO_EXITS } from './restart-policy.js';
import { DEFAULT_TIMINGS } from './timings.js';

const MINUTE = 60_000;
const exit = (atMs: number, livedMs = 100, countsForQuarantine = true) => ({ atMs, livedMs, countsForQuarantine });

function delaysOf(exits: readonly ReturnType<typeof exit>[]) {
  let history = NO_EXITS;
  return exits.map((one) => {
    const next = afterExit(history, one, DEFAULT_TIMINGS, 0.999_999);
    history = next.history;
    return { delayMs: next.delayMs, quarantined: history.quarantined };
  });
}

test('waits double, and the fifth exit in ten minutes is quarantine', () => {
  const steps = delaysOf([0, 1, 2, 3, 4, 20].map((minute) => exit(minute * MINUTE)));
  expect(steps.map(({ delayMs }) => delayMs)).toEqual([1_000, 2_000, 4_000, 8_000, 15 * MINUTE, 15 * MINUTE]);
  expect(steps.map(({ quarantined }) => quarantined)).toEqual([false, false, false, false, true, true]);
});

test('exits far apart never lead to quarantine, and the wait is bounded', () => {
  const steps = delaysOf(Array.from({ length: 20 }, (_, number) => exit(number * 9 * MINUTE)));
  expect(steps.some(({ quarantined }) => quarantined)).toBe(false);
  expect(Math.max(...steps.map(({ delayMs }) => delayMs))).toBe(60_000);
});

test('a calm time ends quarantine; a try that is too short does not', () => {
  const crashes = [0, 1, 2, 3, 4].map((minute) => exit(minute * MINUTE));
  const steps = delaysOf([...crashes, exit(19 * MINUTE, 5 * MINUTE), exit(50 * MINUTE, 11 * MINUTE)]);
  expect(steps.slice(-2)).toEqual([
    { delayMs: 15 * MINUTE, quarantined: true },
    { delayMs: 1_000, quarantined: false },
  ]);
});

test('a coded failure to start backs off without quarantine', () => {
  const steps = delaysOf(Array.from({ length: 10 }, (_, number) => exit(number * 1_000, 100, false)));
  expect(steps.some(({ quarantined }) => quarantined)).toBe(false);
});
