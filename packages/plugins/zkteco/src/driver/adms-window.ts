import { type DeviceContext, instant, type WallTime, zoneOf } from '@hadir/sdk';

/** From and to, both inclusive, by the terminal's clock. */
export type LogWindow = readonly [from: WallTime, to: WallTime];

/** From the epoch of these terminals to the end of their two-digit years. */
export const WHOLE_LOG: LogWindow = ['2000-01-01T00:00:00' as WallTime, '2099-12-31T23:59:59' as WallTime];

const DAY_MS = 86_400_000;

/** The last `days` days, to the end of today. */
export function recentDays(context: Pick<DeviceContext, 'clock' | 'zone'>, days: number): LogWindow {
  const zone = zoneOf(context.zone);
  const now = context.clock.now();
  const from = zone.wallOf(instant(now - days * DAY_MS));
  const to = zone.wallOf(now);
  return [`${from.slice(0, 10)}T00:00:00` as WallTime, `${to.slice(0, 10)}T23:59:59` as WallTime];
}
