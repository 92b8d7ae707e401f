import { expect, test } from 'vitest';
import { backoffMs } from './backoff.js';
import { nextStep } from './retry-policy.js';
import { DEFAULT_RUNNER_TIMINGS } from './timings.js';

const step = (kind: Parameters<typeof nextStep>[0], attempts: number) =>
  nextStep(kind, attempts, DEFAULT_RUNNER_TIMINGS, 0.999_999);

test('the wait doubles to its limit; half of it is chance', () => {
  expect([1, 2, 3, 7, 50].map((attempt) => backoffMs(attempt, 1_000, 60_000, 0))).toEqual([
    500, 1000, 2000, 30_000, 30_000,
  ]);
  expect(backoffMs(3, 1_000, 60_000, 0.5)).toBe(3_000);
});

test('what can mend itself is tried for ever and told late; what cannot is told at once', () => {
  expect([1, 4, 5].map((attempts) => step('unreachable', attempts).issue)).toEqual([false, false, true]);
  expect(step('unreachable', 1_000).delayMs).toBe(60_000);
  expect([2, 3].map((attempts) => step('protocol', attempts).issue)).toEqual([false, true]);
  expect(step('auth', 1)).toEqual({ delayMs: 15 * 60_000, issue: true });
  expect(step('unsupported', 1)).toEqual({ delayMs: null, issue: true });
  expect(step('bug', 1)).toEqual({ delayMs: 1_000, issue: true });
});
