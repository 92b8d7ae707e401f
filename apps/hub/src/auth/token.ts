import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its holder has it: `hadir_<8 hex>_<64 hex>`. The middle names the key in lists; the end is 256 random bits. */
export interface NewToken {
  readonly token: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

const FORM = /^(hadir_[0-9a-f]{8})_[0-9a-f]{64}$/;

export function newToken(): NewToken {
  const prefix = `hadir_${randomBytes(4).toString('hex')}`;
  const token = `${prefix}_${randomBytes(32).toString('hex')}`;
  return { token, prefix, hash: hashToken(token) };
}

/**
 * SHA-256 without salt or stretching: the secret is 256 random bits, not a password, so there is nothing to guess,
 * and a slow hash would only make the check of every request slow.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The part under which the key is looked up, or null when the text cannot be a key. */
export function tokenPrefix(token: string): string | null {
  return FORM.exec(token)?.[1] ?? null;
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
