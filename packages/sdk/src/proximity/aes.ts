import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';

const BLOCK = 16;

/** One block, or several one by one, through AES-128. */
export function aesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null);
  cipher.setAutoPadding(false);
  return new Uint8Array(cipher.update(block));
}

/** Doubling in GF(2^128) with the polynomial of RFC 4493. */
function double(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = ((block[i] ?? 0) << 1) | ((block[i + 1] ?? 0) >> 7);
  if ((block[0] ?? 0) & 0x80) out[BLOCK - 1] = (out[BLOCK - 1] ?? 0) ^ 0x87;
  return out;
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) ^ (other[i] ?? 0);
}

/** AES-CMAC (RFC 4493), 16 bytes. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const k1 = double(aesBlock(key, new Uint8Array(BLOCK)));
  const whole = message.length > 0 && message.length % BLOCK === 0;
  const padded = new Uint8Array(whole ? message.length : (Math.floor(message.length / BLOCK) + 1) * BLOCK);
  padded.set(message);
  if (!whole) padded[message.length] = 0x80;
  xorInto(padded.subarray(padded.length - BLOCK), whole ? k1 : double(k1));
  const cipher = createCipheriv('aes-128-cbc', key, new Uint8Array(BLOCK));
  cipher.setAutoPadding(false);
  return new Uint8Array(cipher.update(padded).subarray(-BLOCK));
}

/** OMAC with a one-number tweak in front, as EAX uses it. */
function omac(key: Uint8Array, tweak: number, data: Uint8Array): Uint8Array {
  const message = new Uint8Array(BLOCK + data.length);
  message[BLOCK - 1] = tweak;
  message.set(data, BLOCK);
  return aesCmac(key, message);
}

function eaxTag(key: Uint8Array, nonceMac: Uint8Array, header: Uint8Array, cipher: Uint8Array): Uint8Array {
  const tag = Uint8Array.from(nonceMac);
  xorInto(tag, omac(key, 1, header));
  xorInto(tag, omac(key, 2, cipher));
  return tag;
}

/** EAX mode (Bellare, Rogaway, Wagner 2004). @returns ciphertext and the first `tagBytes` of the tag */
export function eaxSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  header: Uint8Array,
  message: Uint8Array,
  tagBytes = BLOCK,
): { readonly cipher: Uint8Array; readonly tag: Uint8Array } {
  const nonceMac = omac(key, 0, nonce);
  const cipher = new Uint8Array(createCipheriv('aes-128-ctr', key, nonceMac).update(message));
  return { cipher, tag: eaxTag(key, nonceMac, header, cipher).subarray(0, tagBytes) };
}

/** The message, or null when the tag does not fit. */
export function eaxOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  header: Uint8Array,
  cipher: Uint8Array,
  tag: Uint8Array,
): Uint8Array | null {
  const nonceMac = omac(key, 0, nonce);
  if (!timingSafeEqual(eaxTag(key, nonceMac, header, cipher).subarray(0, tag.length), tag)) return null;
  return new Uint8Array(createDecipheriv('aes-128-ctr', key, nonceMac).update(cipher));
}
