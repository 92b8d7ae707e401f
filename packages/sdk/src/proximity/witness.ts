import { createHmac } from 'node:crypto';
import { WITNESS_SERVICE } from '../checkin/index.js';
import { AD_TYPE, readAdStructures, writeAdStructures } from './ad-structures.js';
import { fromHex } from './bytes.js';

const TOKEN_BYTES = 8;
/** 128-bit UUIDs go over the air with their last byte first (Bluetooth Core, Supplement, Part A, 1.11). */
const SERVICE = Uint8Array.from(fromHex(WITNESS_SERVICE.replaceAll('-', '')) ?? []).reverse();

/**
 * What a phone advertises while it checks in, so that a gateway of the office can say that it heard the phone itself:
 * HMAC-SHA256(key, nonce), first 8 bytes. The key came with the nonce, to this phone alone.
 */
export function witnessToken(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  return Uint8Array.from(createHmac('sha256', key).update(nonce).digest().subarray(0, TOKEN_BYTES));
}

/** The advertising payload: service data of a 128-bit UUID, 26 of 31 bytes. */
export function witnessAdvert(token: Uint8Array): Uint8Array {
  return writeAdStructures([{ type: AD_TYPE.serviceData128, data: Uint8Array.from([...SERVICE, ...token]) }]);
}

/** The token in an advertising payload; null when it has none. */
export function readWitness(payload: Uint8Array): Uint8Array | null {
  for (const { type, data } of readAdStructures(payload).structures) {
    if (type !== AD_TYPE.serviceData128 || data.length !== SERVICE.length + TOKEN_BYTES) continue;
    if (SERVICE.every((byte, i) => data[i] === byte)) return data.slice(SERVICE.length);
  }
  return null;
}
