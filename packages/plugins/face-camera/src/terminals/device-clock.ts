import { type DeviceContext, instant, type WallTime, zoneOf } from '@hadir/sdk';
import type { StatedTime } from '../wire/stated-time.js';

type ClockContext = Pick<DeviceContext, 'clock' | 'zone'>;

/** Devices tell whole seconds, ours are fractions: within the second that has begun, a clock is right. */
const ONE_SECOND_MS = 1000;
const MS_PER_SECOND = 1000;

/** What is known of a terminal's clock. */
export interface DeviceClock {
  /** Its clock minus ours. */
  readonly offsetMs: number;
  /** Seconds east of UTC by which its wall clock runs. */
  readonly utcOffsetSeconds: number;
}

/** By the offset that the terminal states, else by the zone of the place. */
export function deviceClock(
  time: StatedTime & { readonly wall: WallTime },
  { clock, zone }: ClockContext,
): DeviceClock {
  const place = zoneOf(zone);
  const now = clock.now();
  const utcOffsetSeconds = time.utcOffsetSeconds ?? place.offsetSecondsAt(now);
  const stated =
    time.utcOffsetSeconds === null
      ? place.instantOf(time.wall)
      : Date.parse(`${time.wall}Z`) - time.utcOffsetSeconds * MS_PER_SECOND;
  const difference = stated - now;
  return { utcOffsetSeconds, offsetMs: difference <= 0 && difference > -ONE_SECOND_MS ? 0 : difference };
}

/** What the terminal's clock shows now, as far as is known. */
export function deviceNow(known: DeviceClock, { clock }: Pick<ClockContext, 'clock'>): WallTime {
  return wallAt(clock.now() + known.offsetMs, known.utcOffsetSeconds);
}

function wallAt(epochMs: number, utcOffsetSeconds: number): WallTime {
  return new Date(epochMs + utcOffsetSeconds * MS_PER_SECOND).toISOString().slice(0, 19) as WallTime;
}

/** A wall time some ms later or earlier; terminals count civil time without leaps. */
export function shifted(wall: WallTime, ms: number): WallTime {
  return new Date(Date.parse(`${wall}Z`) + ms).toISOString().slice(0, 19) as WallTime;
}

export function spanMs(from: WallTime, to: WallTime): number {
  return Date.parse(`${to}Z`) - Date.parse(`${from}Z`);
}

/** What a clock at the place should show now, and its offset from UTC. */
export function rightTime({ clock, zone }: ClockContext): {
  readonly wall: WallTime;
  readonly utcOffsetSeconds: number;
} {
  const now = instant(clock.now());
  const place = zoneOf(zone);
  return { wall: place.wallOf(now), utcOffsetSeconds: place.offsetSecondsAt(now) };
}

/** Reports a terminal's clock and raises or ends the issue about it. */
export function reportClock(
  context: Pick<DeviceContext, 'report' | 'raise' | 'clear'>,
  { offsetMs }: DeviceClock,
  toleranceMs: number,
): void {
  context.report({ type: 'clock', offsetMs });
  if (Math.abs(offsetMs) > toleranceMs) {
    context.raise({ code: 'FACE_TERMINAL_CLOCK_SKEW', details: { seconds: Math.round(offsetMs / 1000) } });
  } else context.clear('FACE_TERMINAL_CLOCK_SKEW');
}
