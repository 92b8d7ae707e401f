import { bleError } from '../errors.js';

export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | ReadonlyMap<number | string, Cbor>;

const MAX_DEPTH = 8;

/**
 * The part of CBOR (RFC 8949) that WebAuthn uses: definite lengths, no tags, no floats.
 * @returns the value and where it ended
 * @throws BLE_ATTESTATION_INVALID
 */
export function readCbor(bytes: Uint8Array, start = 0, depth = 0): { readonly value: Cbor; readonly end: number } {
  const fail = () => bleError('BLE_ATTESTATION_INVALID', { reason: `CBOR at byte ${start}` });
  const first = bytes[start];
  if (first === undefined || depth > MAX_DEPTH) throw fail();
  const major = first >> 5;
  const { argument, end } = argumentOf(bytes, start, fail);
  switch (major) {
    case 0:
      return { value: argument, end };
    case 1:
      return { value: -1 - argument, end };
    case 2:
    case 3: {
      if (end + argument > bytes.length) throw fail();
      const part = bytes.subarray(end, end + argument);
      return { value: major === 2 ? part : Buffer.from(part).toString('utf8'), end: end + argument };
    }
    case 4:
      return readMany(bytes, argument, end, depth, fail);
    case 5: {
      const { value, end: after } = readMany(bytes, argument * 2, end, depth, fail);
      const map = new Map<number | string, Cbor>();
      for (let i = 0; i < value.length; i += 2) {
        const key = value[i];
        if (typeof key !== 'number' && typeof key !== 'string') throw fail();
        map.set(key, value[i + 1] ?? null);
      }
      return { value: map, end: after };
    }
    case 7:
      if (first === 0xf4 || first === 0xf5) return { value: first === 0xf5, end };
      if (first === 0xf6) return { value: null, end };
      throw fail();
    default:
      throw fail();
  }
}

function argumentOf(bytes: Uint8Array, start: number, fail: () => Error) {
  const low = (bytes[start] ?? 0) & 0x1f;
  if (low < 24) return { argument: low, end: start + 1 };
  const size = { 24: 1, 25: 2, 26: 4 }[low];
  if (size === undefined || start + 1 + size > bytes.length) throw fail();
  const argument = bytes.subarray(start + 1, start + 1 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return { argument, end: start + 1 + size };
}

function readMany(bytes: Uint8Array, count: number, start: number, depth: number, fail: () => Error) {
  if (count > bytes.length) throw fail();
  const value: Cbor[] = [];
  let end = start;
  for (let i = 0; i < count; i++) {
    const item = readCbor(bytes, end, depth + 1);
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}
