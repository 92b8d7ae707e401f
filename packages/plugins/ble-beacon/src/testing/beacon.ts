import { eidAt, logDistanceRssi, signGattResponse, writeAdStructures } from '@hadir/sdk/proximity';
import { seededRandom } from '@hadir/sdk/testing';

/** How the simulated air behaves. */
export interface AirOptions {
  readonly seed: number;
  readonly power1mDbm?: number;
  /** Exponent of the path loss; offices 2.7–3.5. */
  readonly exponent?: number;
  /** What walls and bodies do: the same for one walk. */
  readonly shadowingDb?: number;
  /** What changes with every frame. */
  readonly fadingDb?: number;
}

export interface SimulatedFrame {
  readonly atMs: number;
  readonly rssiDbm: number;
  readonly adv: Uint8Array;
}

export interface SimulatedBeacon {
  readonly identityKey: Uint8Array;
  readonly rotationExponent: number;
  /** Beacon's counter minus Unix time. */
  readonly clockOffsetSeconds?: number;
}

/** An Eddystone-EID advert as the beacon sends it at this Unix time. */
export function eidAdvert(beacon: SimulatedBeacon, unixSeconds: number, tx0m = -18): Uint8Array {
  const eid = eidAt(beacon, Math.floor(unixSeconds) + (beacon.clockOffsetSeconds ?? 0));
  return writeAdStructures([
    { type: 0x01, data: Uint8Array.of(0x06) },
    { type: 0x03, data: Uint8Array.of(0xaa, 0xfe) },
    { type: 0x16, data: Uint8Array.of(0xaa, 0xfe, 0x30, tx0m & 0xff, ...eid) },
  ]);
}

/** One walk: frames at an interval as a receiver at this distance hears them. The same seed gives the same walk. */
export function simulateWalk(
  beacon: SimulatedBeacon,
  walk: { readonly fromMs: number; readonly frames: number; readonly intervalMs: number; readonly metres: number },
  air: AirOptions,
): readonly SimulatedFrame[] {
  const random = seededRandom(air.seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shadow = (air.shadowingDb ?? 4) * normal();
  const mean = logDistanceRssi(walk.metres, air.power1mDbm ?? -59, air.exponent ?? 2.7) + shadow;
  return Array.from({ length: walk.frames }, (_, i) => {
    const atMs = walk.fromMs + i * walk.intervalMs;
    const rssiDbm = Math.max(-110, Math.min(-20, Math.round(mean + (air.fadingDb ?? 2) * normal())));
    return { atMs, rssiDbm, adv: eidAdvert(beacon, atMs / 1000) };
  });
}

/** The GATT side of a beacon in software: what an nRF52 or ESP32 with our service answers. */
export interface SimulatedGattBeacon {
  readonly beaconId: Uint8Array;
  /** Writes the challenge (20 bytes), reads the response (20 bytes). */
  respond(challenge: Uint8Array, rssiDbm: number): Uint8Array;
  readonly counter: number;
}

export function gattBeacon(key: Uint8Array, beaconId: Uint8Array, startCounter = 1): SimulatedGattBeacon {
  let counter = startCounter;
  return {
    beaconId,
    respond(challenge, rssiDbm) {
      const response = signGattResponse(key, beaconId, challenge, { counter, rssiDbm });
      counter += 1;
      return response;
    },
    get counter() {
      return counter;
    },
  };
}
