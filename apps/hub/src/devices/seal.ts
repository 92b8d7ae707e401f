import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deviceError } from './errors.js';
import type { Keyring } from './keyring.js';

/**
 * AES-256-GCM: 1 byte form, 4 bytes key id, 12 bytes nonce, 16 bytes tag, ciphertext.
 * The device's id is authenticated with it, so a sealed configuration moved to another row does not open.
 */
const FORM = 1;
const HEADER_BYTES = 1 + 4 + 12 + 16;

export function seal(keyring: Keyring, deviceId: string, config: Readonly<Record<string, unknown>>): Buffer {
  return sealBytes(keyring, deviceId, Buffer.from(JSON.stringify(config)));
}

/** @throws SECRET_SEAL_BROKEN when no key of the ring opens it, or it was altered */
export function unseal(keyring: Keyring, deviceId: string, sealed: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(unsealBytes(keyring, deviceId, sealed).toString('utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw deviceError('SECRET_SEAL_BROKEN', { deviceId }, cause);
  }
}

/** @param context is authenticated, not hidden: what the bytes belong to, so that they open nowhere else */
export function sealBytes(keyring: Keyring, context: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyring.active.bytes, nonce);
  cipher.setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.from([FORM]), Buffer.from(keyring.active.id, 'hex'), nonce, cipher.getAuthTag(), text]);
}

/** @throws RangeError or what `node:crypto` throws; the caller knows what was sealed and says so */
export function unsealBytes(keyring: Keyring, context: string, sealed: Buffer): Buffer {
  const id = sealedWith(sealed);
  const key = keyring.all.find((candidate) => candidate.id === id);
  if (!key || sealed.length < HEADER_BYTES || sealed[0] !== FORM) throw new RangeError('no key of the ring opens this');
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(5, 17));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(17, HEADER_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
}

/** Id of the key that sealed it. */
export function sealedWith(sealed: Buffer): string {
  return sealed.subarray(1, 5).toString('hex');
}
