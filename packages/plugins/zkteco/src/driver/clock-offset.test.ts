import { instant, type WallTime } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import { clockOffsetMs, rightWall } from './clock-offset.js';

const clock = { now: () => instant(Date.UTC(2026, 6, 15, 12, 0, 0, 500)) };

describe('clockOffsetMs', () => {
  it('measures in the zone of the place, forgiving the second that has begun', () => {
    expect(rightWall(clock, 'Asia/Makassar')).toBe('2026-07-15T20:00:00');
    expect(clockOffsetMs('2026-07-15T20:00:00' as WallTime, clock, 'Asia/Makassar')).toBe(0);
    expect(clockOffsetMs('2026-07-15T20:02:00' as WallTime, clock, 'Asia/Makassar')).toBe(119_500);
    expect(clockOffsetMs('2026-07-15T19:00:00' as WallTime, clock, 'Asia/Makassar')).toBe(-3_600_500);
  });
});
