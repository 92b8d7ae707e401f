import { Temporal } from 'temporal-polyfill';
import { coreError } from '../error/core-errors.js';
import { MS_PER_DAY, wallOfEpochMs, wallToEpochMs } from './civil.js';
import { type Instant, instant } from './instant.js';
import type { WallTime } from './wall-time.js';

/**
 * How a wall time sits in its zone. Indonesia's three zones know only `exact`; elsewhere, when clocks are put forward,
 * a `skipped` wall time never was, and when they are put back, a `repeated` one was twice.
 */
export type WallFit = 'exact' | 'skipped' | 'repeated';

/** A zone of the IANA time zone database. Made by `zoneOf`; conversions are exact for all its rules, past and future. */
export interface Zone {
  /** IANA name, such as `Asia/Makassar`. */
  readonly name: string;
  /**
   * The instant at which clocks of this zone show `wall`. A repeated wall time means its first turn; a skipped one is
   * read with the offset that held before the jump (RFC 5545 §3.3.5), so that it lands after it.
   */
  instantOf(wall: WallTime): Instant;
  fitOf(wall: WallTime): WallFit;
  /** What clocks of this zone show at `at`, to the whole second. */
  wallOf(at: Instant): WallTime;
  /** Seconds east of UTC at `at`. */
  offsetSecondsAt(at: Instant): number;
}

/** A stretch of time through which the zone's offset did not change: `[fromMs, untilMs)`. */
interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** No zone is further than this from UTC; a stretch's edges matter to a wall time only when they are nearer than this. */
const REACH_MS = MS_PER_DAY + MS_PER_DAY / 2;

/** Beyond it a zone's memory of stretches is started anew: a hostile stream of dates must not grow it for ever. */
const MAX_STRETCHES = 1024;

/** Asks the IANA rules, slowly (about 1 ms). */
function askStretch(name: string, ms: number): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name);
  // "Previous" looks strictly before its argument; one tick later includes a change at exactly `ms`.
  const from = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const until = at.getTimeZoneTransition('next');
  return {
    fromMs: from?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    untilMs: until?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / 1_000_000,
  };
}

function makeZone(name: string): Zone {
  let stretches: Stretch[] = [];
  let last: Stretch = askStretch(name, Date.UTC(2026, 0));

  function stretchAt(ms: number): Stretch {
    if (ms >= last.fromMs && ms < last.untilMs) return last;
    let found = stretches.find((s) => ms >= s.fromMs && ms < s.untilMs);
    if (found === undefined) {
      found = askStretch(name, ms);
      if (stretches.length >= MAX_STRETCHES) stretches = [];
      stretches.push(found);
    }
    last = found;
    return found;
  }

  /** All instants at which clocks show this wall time, earliest first: none, one or two. */
  function candidates(wallMs: number): number[] {
    const found: number[] = [];
    for (let ms = wallMs - REACH_MS; ; ) {
      const stretch = stretchAt(ms);
      const candidate = wallMs - stretch.offsetMs;
      if (candidate >= stretch.fromMs && candidate < stretch.untilMs) found.push(candidate);
      if (stretch.untilMs > wallMs + REACH_MS) return found;
      ms = stretch.untilMs;
    }
  }

  /** True when the last stretch covers everything that the wall time could mean; the way of nearly every call. */
  function isFarFromEdges(wallMs: number): boolean {
    return wallMs - REACH_MS >= last.fromMs && wallMs + REACH_MS < last.untilMs;
  }

  return Object.freeze({
    name,
    instantOf(wall: WallTime): Instant {
      const wallMs = wallToEpochMs(wall);
      if (isFarFromEdges(wallMs)) return instant(wallMs - last.offsetMs);
      const [first] = candidates(wallMs);
      return instant(first ?? wallMs - stretchAt(lastBeforeGap(wallMs)).offsetMs);
    },
    fitOf(wall: WallTime): WallFit {
      const wallMs = wallToEpochMs(wall);
      if (isFarFromEdges(wallMs)) return 'exact';
      const count = candidates(wallMs).length;
      return count === 1 ? 'exact' : count === 0 ? 'skipped' : 'repeated';
    },
    wallOf(at: Instant): WallTime {
      return wallOfEpochMs(at + stretchAt(at).offsetMs);
    },
    offsetSecondsAt(at: Instant): number {
      return stretchAt(at).offsetMs / 1000;
    },
  });

  /** An instant in the stretch before the jump that skipped this wall time. */
  function lastBeforeGap(wallMs: number): number {
    let ms = wallMs - REACH_MS;
    for (let stretch = stretchAt(ms); wallMs - stretch.offsetMs >= stretch.untilMs; stretch = stretchAt(ms)) {
      const next = stretchAt(stretch.untilMs);
      if (wallMs - next.offsetMs < next.fromMs) return ms;
      ms = stretch.untilMs;
    }
    return ms;
  }
}

const zones = new Map<string, Zone>();
const IANA_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/**
 * @returns the same object for the same name.
 * @throws TIME_ZONE_UNKNOWN for anything that the IANA database does not name; plain offsets are refused on purpose,
 * because a place is needed to know the rules.
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (name.length > 64 || !IANA_NAME.test(name)) throw coreError('TIME_ZONE_UNKNOWN', { zone: name.slice(0, 64) });
  let zone: Zone;
  try {
    zone = makeZone(name);
  } catch (cause) {
    throw coreError('TIME_ZONE_UNKNOWN', { zone: name }, cause);
  }
  zones.set(name, zone);
  return zone;
}
