import { createHash, timingSafeEqual } from 'node:crypto';
import { aesCmac } from './aes.js';
import { bigEndian32, concat, int8, uint32 } from './bytes.js';

/**
 * Challenge and response over one GATT connection, 20 bytes each so that they fit the smallest MTU:
 * challenge = nonce(12) ‖ SHA-256(credential id)(8); response = version(1) ‖ counter(4) ‖ RSSI(1) ‖ tag(14).
 * The beacon itself measures the RSSI of the connection, so a phone cannot state another number.
 */
export const GATT_PROOF_BYTES = 20;
const DOMAIN = Buffer.from('absen-prox-v1', 'latin1');
const TAG_BYTES = 14;

export interface GattResponse {
  readonly version: number;
  /** Grows with every answer of the beacon; each is good once. */
  readonly counter: number;
  readonly rssiDbm: number;
  readonly tag: Uint8Array;
}

export function gattChallenge(nonce: Uint8Array, credentialId: Uint8Array): Uint8Array {
  return concat(nonce.subarray(0, 12), createHash('sha256').update(credentialId).digest().subarray(0, 8));
}

export function readGattResponse(bytes: Uint8Array): GattResponse | null {
  if (bytes.length !== GATT_PROOF_BYTES) return null;
  return {
    version: bytes[0] ?? 0,
    counter: uint32(bytes, 1),
    rssiDbm: int8(bytes, 5),
    tag: bytes.subarray(6),
  };
}

function tagOf(key: Uint8Array, beaconId: Uint8Array, challenge: Uint8Array, head: Uint8Array): Uint8Array {
  return aesCmac(key, concat(DOMAIN, beaconId, challenge, head)).subarray(0, TAG_BYTES);
}

/** What the beacon answers. `beaconId` has 8 bytes. */
export function signGattResponse(
  key: Uint8Array,
  beaconId: Uint8Array,
  challenge: Uint8Array,
  { counter, rssiDbm }: Pick<GattResponse, 'counter' | 'rssiDbm'>,
): Uint8Array {
  const head = concat(Uint8Array.of(1), bigEndian32(counter), Uint8Array.of(rssiDbm & 0xff));
  return concat(head, tagOf(key, beaconId, challenge, head));
}

export function verifyGattResponse(
  key: Uint8Array,
  beaconId: Uint8Array,
  challenge: Uint8Array,
  response: Uint8Array,
): boolean {
  if (response.length !== GATT_PROOF_BYTES || response[0] !== 1) return false;
  return timingSafeEqual(tagOf(key, beaconId, challenge, response.subarray(0, 6)), response.subarray(6));
}
