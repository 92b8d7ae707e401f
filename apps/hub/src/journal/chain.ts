import { createHash, hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

/**
 * The chain of one device, in a form that anybody can recompute with a SHA-256 and a list of the rows:
 *
 * - before the first row: SHA-256 of the text `hadir/journal/1|<device id>`;
 * - each row: SHA-256 of the previous hash (32 bytes), `seq` and `received_at` in milliseconds since 1970 (each a
 *   big-endian 64-bit integer), `kind`, a line feed, and `body`, both in UTF-8.
 *
 * The device is bound by the start, the order by `seq` and the previous hash, the content byte for byte by `body`.
 */
export function chainStart(deviceId: string): string {
  return createHash('sha256').update(`hadir/journal/1|${deviceId}`).digest('hex');
}

export interface ChainedRow {
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly kind: string;
  readonly body: string;
}

const FIXED_BYTES = HASH_BYTES + 16;
const SAFE_HIGH = 0x1_0000_0000;

/** @returns a function that gives the next hash (hex) from the previous one; it owns a buffer, so that rows cost no allocation. */
export function chainHasher(): (previous: string, row: ChainedRow) => string {
  let scratch = Buffer.allocUnsafe(4096);
  return (previous, { seq, receivedAtMs, kind, body }) => {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const needed = FIXED_BYTES + (kind.length + 1 + body.length) * 3;
    if (scratch.length < needed) scratch = Buffer.allocUnsafe(needed * 2);
    scratch.write(previous, 0, 'hex');
    scratch.writeUInt32BE(Math.floor(seq / SAFE_HIGH), HASH_BYTES);
    scratch.writeUInt32BE(seq % SAFE_HIGH, HASH_BYTES + 4);
    scratch.writeUInt32BE(Math.floor(receivedAtMs / SAFE_HIGH), HASH_BYTES + 8);
    scratch.writeUInt32BE(receivedAtMs % SAFE_HIGH, HASH_BYTES + 12);
    let end = FIXED_BYTES + scratch.write(kind, FIXED_BYTES);
    end = scratch.writeUInt8(0x0a, end);
    end += scratch.write(body, end);
    return hash('sha256', scratch.subarray(0, end), 'hex');
  };
}
