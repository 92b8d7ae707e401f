import { describe, expect, it } from 'vitest';
import { meaningOf, toUtcSeconds } from './stated-seconds.js';

const NOW = 1_790_715_000;
const JAKARTA = 7 * 3600;

describe('seconds of a terminal', () => {
  it.each([
    ['a live scan of now', NOW - 3, true, JAKARTA, 'utc'],
    ['a live scan that reads local time', NOW + JAKARTA - 3, true, JAKARTA, 'local'],
    ['a record of an hour ago that reads local time', NOW + JAKARTA - 3600, false, JAKARTA, 'local'],
    ['a record of an hour ago', NOW - 3600, false, JAKARTA, null],
    ['a record of yesterday, whatever it means', NOW + JAKARTA - 86_400, false, JAKARTA, null],
    ['a record further ahead than the zone explains', NOW + JAKARTA + 7200, false, JAKARTA, null],
    ['a scan of hours ago, told again, that reads local time', NOW + 3 * 3600, true, JAKARTA, 'local'],
    ['anything at Greenwich', NOW - 90, true, 0, 'utc'],
  ] as const)('%s', (_, stated, isLive, offset, meaning) => {
    expect(meaningOf(stated, isLive, NOW, offset)).toBe(meaning);
  });

  it('become UTC', () => {
    expect(toUtcSeconds(NOW + JAKARTA, 'local', JAKARTA)).toBe(NOW);
    expect(toUtcSeconds(NOW, 'utc', JAKARTA)).toBe(NOW);
  });
});
