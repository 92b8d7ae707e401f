import { toHex } from './bytes.js';
import { type EidKey, eidAt, eidsAt, quantumOf } from './eid.js';

/** A beacon whose identifiers are to be recognised. */
export interface EidBeacon extends EidKey {
  readonly id: string;
  /** Beacon's counter minus Unix time, in seconds, at `syncedAtSeconds`. */
  readonly clockOffsetSeconds: number;
  /** Unix time at which the offset was last known to be right. */
  readonly syncedAtSeconds: number;
}

export interface EidMatch {
  readonly beaconId: string;
  /** How many quanta the frame is ahead of (+) or behind (−) the time asked for. */
  readonly driftQuanta: number;
  /** Within one quantum, which the randomised rotation of the standard allows. */
  readonly fresh: boolean;
  /** Beacon's counter at the start of the frame's quantum. */
  readonly beaconSeconds: number;
}

/** Crystals of beacons are good to 150 ppm at worst: 13 s a day. */
const MAX_DRIFT = 150e-6;
const REACH_QUANTA = 2;
const FRESH_QUANTA = 1;
/** Beacons keep their counter in flash at least once a day. */
const RECOVERY_SECONDS = 24 * 3600;

/**
 * Recognises the identifiers of many beacons. Holds five quanta for each; `resolve` is one look-up.
 * Not a thing of trust by itself: a frame says that the beacon sent it, not who heard it.
 */
export interface EidTable {
  put(beacon: EidBeacon): void;
  remove(beaconId: string): void;
  /** Whose identifier this is at this time; null for a stranger's or one older than two quanta. */
  resolve(eid: Uint8Array | string, atSeconds: number): EidMatch | null;
  /**
   * The same for a frame received by one of our own radios now: also corrects the beacon's clock, by no more than the
   * crystal can have drifted since the last time, so that replayed frames cannot pull it away.
   */
  observe(eid: Uint8Array | string, nowSeconds: number): EidMatch | null;
  /** Looks for the beacon after it lost power: from its last known counter up to a day on. Sets its clock when found. */
  recover(beaconId: string, eid: Uint8Array | string, nowSeconds: number): EidMatch | null;
  get(beaconId: string): EidBeacon | null;
  readonly size: number;
}

interface Tracked {
  beacon: EidBeacon;
  first: number;
  entries: string[];
}

export function createEidTable(beacons: Iterable<EidBeacon> = []): EidTable {
  const tracked = new Map<string, Tracked>();
  const owners = new Map<string, { readonly of: Tracked; readonly quantum: number }>();
  /** No window of any beacon moves before this Unix time, nor is it good for times before `freshFrom`. */
  let goodUntil = Number.NEGATIVE_INFINITY;
  let freshFrom = Number.POSITIVE_INFINITY;

  const forget = (of: Tracked): void => {
    for (const eid of of.entries) if (owners.get(eid)?.of === of) owners.delete(eid);
    of.entries = [];
  };
  const fill = (of: Tracked, nowSeconds: number): void => {
    const { rotationExponent } = of.beacon;
    const quantum = quantumOf(rotationExponent, nowSeconds + of.beacon.clockOffsetSeconds);
    const first = Math.max(0, quantum - REACH_QUANTA);
    const kept = new Map(of.entries.map((eid, i) => [of.first + i, eid]));
    const wanted = Array.from({ length: quantum + REACH_QUANTA + 1 - first }, (_, i) => first + i);
    const missing = wanted.filter((q) => !kept.has(q));
    const made = eidsAt(
      of.beacon,
      missing.map((q) => q * 2 ** rotationExponent),
    );
    for (const [i, q] of missing.entries()) kept.set(q, toHex(made[i] ?? new Uint8Array()));
    const next = wanted.map((q) => kept.get(q) ?? '');
    for (const [q, eid] of kept) if (q < first || q > quantum + REACH_QUANTA) owners.delete(eid);
    of.entries = next;
    of.first = first;
    for (const [i, eid] of next.entries()) owners.set(eid, { of, quantum: first + i });
    const starts = quantum * 2 ** rotationExponent - of.beacon.clockOffsetSeconds;
    freshFrom = Math.max(freshFrom, starts);
    goodUntil = Math.min(goodUntil, starts + 2 ** rotationExponent);
  };
  const refresh = (nowSeconds: number): void => {
    if (nowSeconds >= freshFrom && nowSeconds < goodUntil) return;
    freshFrom = Number.NEGATIVE_INFINITY;
    goodUntil = Number.POSITIVE_INFINITY;
    for (const of of tracked.values()) fill(of, nowSeconds);
  };
  const matchOf = (of: Tracked, quantum: number, atSeconds: number): EidMatch => {
    const { rotationExponent, clockOffsetSeconds, id } = of.beacon;
    const driftQuanta = quantum - quantumOf(rotationExponent, atSeconds + clockOffsetSeconds);
    const beaconSeconds = quantum * 2 ** rotationExponent;
    return { beaconId: id, driftQuanta, fresh: Math.abs(driftQuanta) <= FRESH_QUANTA, beaconSeconds };
  };
  const find = (eid: Uint8Array | string, atSeconds: number) => {
    refresh(atSeconds);
    return owners.get(typeof eid === 'string' ? eid : toHex(eid)) ?? null;
  };
  const put = (beacon: EidBeacon): void => {
    const old = tracked.get(beacon.id);
    if (old) forget(old);
    tracked.set(beacon.id, { beacon, first: 0, entries: [] });
    goodUntil = Number.NEGATIVE_INFINITY;
  };
  for (const beacon of beacons) put(beacon);

  return {
    put,
    remove(beaconId) {
      const old = tracked.get(beaconId);
      if (old) forget(old);
      tracked.delete(beaconId);
    },
    resolve(eid, atSeconds) {
      const found = find(eid, atSeconds);
      return found && matchOf(found.of, found.quantum, atSeconds);
    },
    observe(eid, nowSeconds) {
      const found = find(eid, nowSeconds);
      if (!found) return null;
      const match = matchOf(found.of, found.quantum, nowSeconds);
      const corrected = correctedClock(found.of.beacon, match.beaconSeconds, nowSeconds);
      if (corrected !== found.of.beacon) {
        const moved = corrected.clockOffsetSeconds !== found.of.beacon.clockOffsetSeconds;
        found.of.beacon = corrected;
        if (moved) goodUntil = Number.NEGATIVE_INFINITY;
      }
      return match;
    },
    recover(beaconId, eid, nowSeconds) {
      const of = tracked.get(beaconId);
      if (!of) return null;
      const wanted = typeof eid === 'string' ? eid : toHex(eid);
      const { rotationExponent } = of.beacon;
      const from = quantumOf(
        rotationExponent,
        of.beacon.syncedAtSeconds + of.beacon.clockOffsetSeconds - RECOVERY_SECONDS,
      );
      const to = quantumOf(
        rotationExponent,
        of.beacon.syncedAtSeconds + of.beacon.clockOffsetSeconds + RECOVERY_SECONDS,
      );
      for (let quantum = Math.max(0, from); quantum <= to; quantum++) {
        const beaconSeconds = quantum * 2 ** rotationExponent;
        if (toHex(eidAt(of.beacon, beaconSeconds)) !== wanted) continue;
        put({ ...of.beacon, clockOffsetSeconds: beaconSeconds - nowSeconds, syncedAtSeconds: nowSeconds });
        return { beaconId, driftQuanta: 0, fresh: true, beaconSeconds };
      }
      return null;
    },
    get: (beaconId) => tracked.get(beaconId)?.beacon ?? null,
    get size() {
      return tracked.size;
    },
  };
}

/**
 * The offset at which the quantum heard is the current one, as far as the crystal can have drifted since the last time.
 * @param quantumStart beacon's counter at the start of the frame's quantum
 */
export function correctedOffset(
  beacon: Omit<EidBeacon, 'id' | 'identityKey'>,
  quantumStart: number,
  nowSeconds: number,
): number {
  const period = 2 ** beacon.rotationExponent;
  const believed = nowSeconds + beacon.clockOffsetSeconds;
  if (believed >= quantumStart && believed < quantumStart + period) return beacon.clockOffsetSeconds;
  const missing = Math.trunc(believed < quantumStart ? quantumStart - believed : quantumStart + period - 1 - believed);
  const elapsed = Math.max(0, nowSeconds - beacon.syncedAtSeconds);
  return beacon.clockOffsetSeconds + Math.sign(missing) * Math.min(Math.abs(missing), Math.floor(elapsed * MAX_DRIFT));
}

function correctedClock(beacon: EidBeacon, quantumStart: number, nowSeconds: number): EidBeacon {
  const clockOffsetSeconds = correctedOffset(beacon, quantumStart, nowSeconds);
  if (clockOffsetSeconds !== beacon.clockOffsetSeconds) {
    return { ...beacon, clockOffsetSeconds, syncedAtSeconds: nowSeconds };
  }
  const period = 2 ** beacon.rotationExponent;
  const believed = nowSeconds + clockOffsetSeconds;
  const fits = believed >= quantumStart && believed < quantumStart + period;
  return fits && nowSeconds - beacon.syncedAtSeconds >= period ? { ...beacon, syncedAtSeconds: nowSeconds } : beacon;
}
