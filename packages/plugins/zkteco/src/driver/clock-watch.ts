import type { DeviceContext, WallTime } from '@hadir/sdk';
import { clockOffsetMs } from './clock-offset.js';

/** Reports a device's clock and raises or ends the issue about it. @returns the offset in ms */
export function reportClock(
  context: Pick<DeviceContext, 'report' | 'raise' | 'clear' | 'clock' | 'zone'>,
  wall: WallTime,
  toleranceMs: number,
): number {
  const offsetMs = clockOffsetMs(wall, context.clock, context.zone);
  context.report({ type: 'clock', offsetMs });
  context.clear('ZK_CLOCK_UNREADABLE');
  if (Math.abs(offsetMs) > toleranceMs) {
    context.raise({ code: 'ZK_CLOCK_SKEW', details: { seconds: Math.round(offsetMs / 1000) } });
  } else {
    context.clear('ZK_CLOCK_SKEW');
  }
  return offsetMs;
}
