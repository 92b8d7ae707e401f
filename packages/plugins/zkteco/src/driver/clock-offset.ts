import { type Clock, instant, type WallTime, zoneOf } from '@hadir/sdk';

/** How old a half-told second may be: devices tell whole seconds, ours are fractions. */
const ONE_SECOND_MS = 1000;

/**
 * How far a device's wall clock is ahead of ours, in ms; 0 within the second that has begun.
 * `zone` is the IANA name of the place where the device stands.
 */
export function clockOffsetMs(device: WallTime, clock: Clock, zone: string): number {
  const difference = zoneOf(zone).instantOf(device) - clock.now();
  return difference <= 0 && difference > -ONE_SECOND_MS ? 0 : difference;
}

/** What the device's clock should show now. */
export function rightWall(clock: Clock, zone: string): WallTime {
  return zoneOf(zone).wallOf(instant(clock.now()));
}
