import type { EventFlag, Verdict } from '../event/attendance-event.js';
import type { EventIdentity } from '../event/event-id.js';
import type { DeviceTime } from '../reading/device-time.js';
import { wallToEpochMs } from '../time/civil.js';
import { type Instant, instant } from '../time/instant.js';
import { tryParseWall, type WallTime } from '../time/wall-time.js';
import type { Zone } from '../time/zone.js';
import type { ClockPolicy } from './clock-policy.js';

/** What is believed about the moment of a scan. */
export interface ReadTime {
  readonly occurredAt: Instant;
  readonly wall: WallTime | null;
  readonly verdict: Verdict;
  readonly flags: readonly EventFlag[];
  readonly identity: EventIdentity;
}

/** What else the reading says that bears on its time. */
export interface TimeEvidence {
  readonly key: string;
  /** Whether the device told of it as it happened. */
  readonly live: boolean;
  /** Device clock minus host clock, 0 when not measured. */
  readonly clockOffsetMs: number;
}

export interface TimeContext {
  readonly zone: Zone;
  readonly receivedAt: Instant;
  readonly clockPolicy: ClockPolicy;
}

/** ECMAScript's range of dates; a device may state any integer. */
const MAX_EPOCH_MS = 8_640_000_000_000_000;
const NO_FLAGS: readonly EventFlag[] = Object.freeze([]);

/**
 * Turns a device's time into an instant. The rules, in this order:
 *
 * 1. `absent`: time of receipt. Accepted only when live; a stored scan without a time could be of any day.
 * 2. `invalid` (31 February, a number out of range): rejected, shown under the time of receipt.
 * 3. A year before `earliestYear`: the clock was never set. Rejected.
 * 4. Wall time → instant: by the offset that the device states, else by the zone of the place. A wall time that was
 *    skipped or repeated when clocks changed needs an officer.
 * 5. The measured offset of the clock: small ones are left; up to `correctableOffsetMs` the instant is corrected when
 *    the measurement is fresh enough for this scan; else an officer must look.
 * 6. Later than receipt: an officer must look; in a year after the next: rejected.
 */
export function readTime(time: DeviceTime, evidence: TimeEvidence, context: TimeContext): ReadTime {
  const unusable = (flag: EventFlag, verdict: Verdict, wall: WallTime | null = null): ReadTime => ({
    occurredAt: context.receivedAt,
    wall,
    verdict,
    flags: [flag],
    identity: wall === null ? { by: 'key', key: evidence.key } : { by: 'wall', wall },
  });

  switch (time.form) {
    case 'absent':
      return unusable('time-absent', evidence.live ? 'accepted' : 'review');
    case 'invalid':
      return unusable('time-invalid', 'rejected');
    case 'wall': {
      const wall = tryParseWall(time.wall);
      if (wall === null) return unusable('time-invalid', 'rejected');
      if (yearOf(wall) < context.clockPolicy.earliestYear) return unusable('clock-unset', 'rejected', wall);
      return readWall(wall, time.utcOffsetSeconds, evidence, context);
    }
    case 'instant': {
      if (Math.abs(time.epochMs) > MAX_EPOCH_MS) return unusable('time-invalid', 'rejected');
      const at = instant(time.epochMs);
      const year = yearOfInstant(at);
      if (year < context.clockPolicy.earliestYear) return unusable('clock-unset', 'rejected');
      if (year > 9998) return unusable('time-invalid', 'rejected');
      const identity: EventIdentity = { by: 'instant', epochSecond: Math.floor(at / 1000) };
      return judge(at, context.zone.wallOf(at), identity, NO_FLAGS, 'accepted', evidence, context);
    }
  }
}

function readWall(
  wall: WallTime,
  utcOffsetSeconds: number | undefined,
  evidence: TimeEvidence,
  context: TimeContext,
): ReadTime {
  const identity: EventIdentity = { by: 'wall', wall };
  const { zone } = context;
  if (utcOffsetSeconds !== undefined) {
    const at = instant(wallToEpochMs(wall) - utcOffsetSeconds * 1000);
    const flags: readonly EventFlag[] = zone.offsetSecondsAt(at) === utcOffsetSeconds ? NO_FLAGS : ['offset-stated'];
    return judge(at, wall, identity, flags, 'accepted', evidence, context);
  }
  const at = zone.instantOf(wall);
  if (zone.fitOf(wall) === 'exact') return judge(at, wall, identity, NO_FLAGS, 'accepted', evidence, context);
  return judge(at, wall, identity, ['wall-ambiguous'], 'review', evidence, context);
}

/** Rules 5 and 6. */
function judge(
  stated: Instant,
  wall: WallTime,
  identity: EventIdentity,
  given: readonly EventFlag[],
  givenVerdict: Verdict,
  evidence: TimeEvidence,
  { clockPolicy: policy, receivedAt }: TimeContext,
): ReadTime {
  let occurredAt = stated;
  let flags = given;
  let verdict = givenVerdict;

  const offsetMs = evidence.clockOffsetMs;
  const size = Math.abs(offsetMs);
  if (size > policy.ignoredOffsetMs) {
    const corrected = instant(Math.round(stated - offsetMs));
    const isFresh = evidence.live || receivedAt - corrected <= policy.measurementValidForMs;
    if (size <= policy.correctableOffsetMs && isFresh) {
      occurredAt = corrected;
      flags = [...flags, 'clock-corrected'];
    } else {
      flags = [...flags, 'clock-skew'];
      verdict = 'review';
    }
  }

  if (occurredAt > receivedAt + policy.futureToleranceMs) {
    flags = [...flags, 'time-future'];
    verdict = yearOf(wall) > yearOfInstant(receivedAt) + 1 ? 'rejected' : 'review';
  }
  return { occurredAt, wall, verdict, flags, identity };
}

function yearOf(wall: WallTime): number {
  return Number(wall.slice(0, 4));
}

function yearOfInstant(at: Instant): number {
  return new Date(at).getUTCFullYear();
}
