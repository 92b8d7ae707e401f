/** Where the checksum itself sits in a frame; it counts as zero while computing. */
const CHECKSUM_OFFSET = 2;

/**
 * One's complement of the end-around-carry sum of the frame's little-endian 16-bit words, checksum field as zero, an odd
 * last byte padded with zero. Taken over the frame *as transmitted*, i.e. with the real reply id (adrobinoga/zk-protocol,
 * protocol.md; recomputed over published captures).
 */
export function checksum(frame: Uint8Array): number {
  const even = frame.length & ~1;
  let sum = 0;
  // A frame is at most some MiB, so the plain sum stays far below 2^53 and the carries can be folded once at the end.
  for (let i = 0; i < even; i += 2) sum += (frame[i] as number) | ((frame[i + 1] as number) << 8);
  if (even < frame.length) sum += frame[even] as number;
  if (frame.length >= CHECKSUM_OFFSET + 2) {
    sum -= (frame[CHECKSUM_OFFSET] as number) | ((frame[CHECKSUM_OFFSET + 1] as number) << 8);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return sum ^ 0xffff;
}

/** One's-complement sums have two zeros: 0x0000 and 0xFFFF mean the same. */
export function sameChecksum(a: number, b: number): boolean {
  return a === b || (a === 0 && b === 0xffff) || (a === 0xffff && b === 0);
}
