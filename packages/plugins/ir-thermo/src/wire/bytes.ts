/** Two lower-case hexadecimal digits a byte, at most `maxBytes` of them. */
export function hex(bytes: Uint8Array, maxBytes = 64): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, maxBytes)).toString('hex');
}

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function u16be(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1);
}

export function u16le(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) | (u8(bytes, at + 1) << 8);
}

export function i16be(bytes: Uint8Array, at: number): number {
  return (u16be(bytes, at) << 16) >> 16;
}

/** Sum of the bytes from `from` up to, without, `to`, in one byte. */
export function sum8(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += u8(bytes, i);
  return sum & 0xff;
}

export function startsWith(bytes: Uint8Array, head: readonly number[], at = 0): boolean {
  return head.every((byte, i) => bytes[at + i] === byte);
}
