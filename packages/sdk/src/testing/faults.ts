import { seededRandom } from './random.js';

/** What a fault proxy does to the traffic of one direction. All of it is decided by `seed`, so a failure can be repeated. */
export interface Faults {
  readonly seed?: number;
  /** Every piece waits this long. */
  readonly delayMs?: number;
  /** Plus up to this much more. UDP datagrams may overtake each other by it; TCP bytes never do. */
  readonly jitterMs?: number;
  /** TCP: pieces of 1 to this many bytes, whatever the sender wrote at once. */
  readonly fragmentBytes?: number;
  /** TCP: what comes within this time is sent as one piece. */
  readonly coalesceMs?: number;
  readonly bytesPerSecond?: number;
  /** Each byte (TCP) or datagram (UDP) is altered with this probability. */
  readonly garbleRate?: number;
  /** TCP: the line breaks after so many bytes of this direction: mid-frame when the number says so. */
  readonly cutAfterBytes?: number;
  /** TCP: after so many bytes nothing more comes, but the line stays open. */
  readonly stallAfterBytes?: number;
  /** UDP: each datagram is lost, or sent twice, with this probability. */
  readonly lossRate?: number;
  readonly duplicateRate?: number;
}

/** Alters each byte with probability `rate`; an altered byte never equals the original. */
export function garble(bytes: Buffer, rate: number, random: () => number): Buffer {
  if (rate <= 0) return bytes;
  const altered = Buffer.from(bytes);
  for (let at = 0; at < altered.length; at++) {
    if (random() < rate) altered[at] = ((altered[at] ?? 0) + 1 + Math.floor(random() * 255)) & 0xff;
  }
  return altered;
}

/** Cuts into pieces of 1 to `maxBytes`. */
export function fragment(bytes: Buffer, maxBytes: number | undefined, random: () => number): Buffer[] {
  if (maxBytes === undefined) return [bytes];
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * maxBytes);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

export function randomOf(faults: Faults, connection: number): () => number {
  return seededRandom((faults.seed ?? 1) * 7919 + connection);
}
