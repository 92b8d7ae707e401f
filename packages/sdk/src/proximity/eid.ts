import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { aesBlock } from './aes.js';

/** What a beacon with Eddystone-EID and its resolver share. */
export interface EidKey {
  /** 16 bytes. Secret. */
  readonly identityKey: Uint8Array;
  /** K: the identifier changes every 2^K seconds; 0–15. */
  readonly rotationExponent: number;
}

/** The key of 2^16 seconds around `beaconSeconds`, the beacon's own counter. */
export function temporaryKey(identityKey: Uint8Array, beaconSeconds: number): Uint8Array {
  const high = (beaconSeconds >>> 16) & 0xffff;
  const block = new Uint8Array(16);
  block[11] = 0xff;
  block[14] = high >> 8;
  block[15] = high;
  return aesBlock(identityKey, block);
}

/** The 8 bytes that are sent in the quantum of `beaconSeconds` (google/eddystone, eddystone-eid/eid-computation.md). */
export function eidFromTemporaryKey(key: Uint8Array, rotationExponent: number, beaconSeconds: number): Uint8Array {
  const block = new Uint8Array(16);
  writeEidBlock(block, rotationExponent, beaconSeconds);
  return aesBlock(key, block).subarray(0, 8);
}

export function eidAt(key: EidKey, beaconSeconds: number): Uint8Array {
  return eidFromTemporaryKey(temporaryKey(key.identityKey, beaconSeconds), key.rotationExponent, beaconSeconds);
}

/**
 * The same for many moments: one cipher for all that share a temporary key, because making a cipher costs far more than
 * using it.
 */
export function eidsAt(key: EidKey, beaconSeconds: readonly number[]): readonly Uint8Array[] {
  const eids: Uint8Array[] = [];
  const highs = new Set(beaconSeconds.map((seconds) => (seconds >>> 16) & 0xffff));
  for (const high of highs) {
    const places = [...beaconSeconds.keys()].filter((i) => (((beaconSeconds[i] ?? 0) >>> 16) & 0xffff) === high);
    const blocks = new Uint8Array(16 * places.length);
    for (const [at, place] of places.entries()) {
      const seconds = beaconSeconds[place] ?? 0;
      writeEidBlock(blocks.subarray(16 * at, 16 * at + 16), key.rotationExponent, seconds);
    }
    const made = aesBlock(temporaryKey(key.identityKey, high * 0x10000), blocks);
    for (const [at, place] of places.entries()) eids[place] = made.subarray(16 * at, 16 * at + 8);
  }
  return eids;
}

function writeEidBlock(block: Uint8Array, rotationExponent: number, beaconSeconds: number): void {
  const start = (beaconSeconds >>> 0) >>> rotationExponent;
  const cleared = (start * 2 ** rotationExponent) >>> 0;
  block[11] = rotationExponent;
  block[12] = cleared >>> 24;
  block[13] = cleared >>> 16;
  block[14] = cleared >>> 8;
  block[15] = cleared;
}

/** Which period of 2^K seconds. */
export function quantumOf(rotationExponent: number, beaconSeconds: number): number {
  return Math.floor(beaconSeconds / 2 ** rotationExponent);
}

/** DER in front of a raw X25519 key (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * The identity key that beacon and resolver agree on at registration: X25519, then HKDF-SHA256 with the resolver's and
 * the beacon's public key as salt, in this order (google/eddystone, eid-computation.md).
 * @returns null for an all-zero shared secret, which a hostile public key can force
 */
export function agreeIdentityKey(keys: {
  readonly privateKey: Uint8Array;
  readonly peerPublicKey: Uint8Array;
  readonly resolverPublicKey: Uint8Array;
  readonly beaconPublicKey: Uint8Array;
}): { readonly shared: Uint8Array; readonly identityKey: Uint8Array } | null {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PRIVATE_PREFIX, keys.privateKey]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey({
    key: Buffer.concat([PUBLIC_PREFIX, keys.peerPublicKey]),
    format: 'der',
    type: 'spki',
  });
  let shared: Uint8Array;
  try {
    shared = new Uint8Array(diffieHellman({ privateKey, publicKey }));
  } catch {
    return null; // OpenSSL itself refuses points of small order
  }
  if (shared.every((byte) => byte === 0)) return null;
  const salt = Buffer.concat([keys.resolverPublicKey, keys.beaconPublicKey]);
  return { shared, identityKey: new Uint8Array(hkdfSync('sha256', shared, salt, new Uint8Array(), 16)) };
}
