import { GATT_SERVICE } from '@hadir/sdk/checkin';
import type { BluetoothDevice, GattCharacteristic, GattServer } from './bluetooth.js';
import { pause, withTimeout } from './waiting.js';

/** A beacon over an open connection. */
export interface BeaconTalk {
  /** 8 bytes, hexadecimal, as the beacon names itself. */
  readonly id: string;
  /** Writes the challenge, reads the proof. @returns 20 bytes, hexadecimal */
  prove(challenge: Uint8Array): Promise<string>;
  /** Shortest of some round trips, in milliseconds; as few as it takes to see that the beacon is here. */
  minRttMs(): Promise<number>;
}

export class NotABeacon extends Error {
  override readonly name = 'NotABeacon';
}

const CONNECT_MS = 12_000;
const TALK_MS = 12_000;
const CONNECT_TRIES = 2;
const PROOF_BYTES = 20;
/** A cheap beacon may need a moment for its answer. */
const PROOF_TRIES = 10;
const PROOF_PAUSE_MS = 120;
const ROUND_TRIPS = 8;
/** Quick enough to need no more: a relay over the internet takes longer, and radio, system and page take most of this. */
const QUICK_MS = 90;
const ID_BYTES = 8;

/** Connects, lets `talk` happen, and always lets go of the beacon: it serves one phone at a time. */
export async function withBeacon<Result>(
  device: BluetoothDevice,
  talk: (beacon: BeaconTalk) => Promise<Result>,
): Promise<Result> {
  const { gatt } = device;
  if (!gatt) throw new NotABeacon();
  try {
    const beacon = await withTimeout(open(await connected(gatt)), TALK_MS);
    return await withTimeout(talk(beacon), TALK_MS);
  } finally {
    gatt.disconnect();
  }
}

async function connected(gatt: GattServer): Promise<GattServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await withTimeout(gatt.connect(), CONNECT_MS);
    } catch (error) {
      if (tries >= CONNECT_TRIES) throw error;
    }
  }
}

async function open(server: GattServer): Promise<BeaconTalk> {
  const service = await server.getPrimaryService(GATT_SERVICE.service).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'NotFoundError' ? new NotABeacon() : error;
  });
  const info = await service.getCharacteristic(GATT_SERVICE.info);
  const challenge = await service.getCharacteristic(GATT_SERVICE.challenge);
  const response = await service.getCharacteristic(GATT_SERVICE.response);
  const id = hex((await bytesOf(info)).subarray(0, ID_BYTES));
  if (id.length !== 2 * ID_BYTES) throw new NotABeacon();
  return {
    id,
    async prove(bytes) {
      await challenge.writeValueWithResponse(Uint8Array.from(bytes));
      for (let tries = 1; ; tries++) {
        const proof = await bytesOf(response);
        if (proof.length === PROOF_BYTES || tries >= PROOF_TRIES) return hex(proof);
        await pause(PROOF_PAUSE_MS);
      }
    },
    async minRttMs() {
      let shortest = Number.POSITIVE_INFINITY;
      for (let i = 0; i < ROUND_TRIPS && shortest > QUICK_MS; i++) {
        const began = performance.now();
        await info.readValue();
        shortest = Math.min(shortest, performance.now() - began);
      }
      return Math.round(shortest);
    },
  };
}

async function bytesOf(characteristic: GattCharacteristic): Promise<Uint8Array> {
  const view = await characteristic.readValue();
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
