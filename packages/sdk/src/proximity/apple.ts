import { int8, toHex, uint16, uuidText } from './bytes.js';

export interface IBeacon {
  readonly kind: 'ibeacon';
  readonly uuid: string;
  readonly major: number;
  readonly minor: number;
  /** As sent; cheap beacons send nonsense such as +30, see `usablePower`. */
  readonly tx1m: number;
}

/** An Apple Find My accessory. Recognised so that it is ignored knowingly. */
export interface FindMy {
  readonly kind: 'findmy';
  readonly status: number;
  /** Bytes 6–27 of the public key; the others are in the address. */
  readonly key22: string;
  readonly bits: number;
  readonly hint: number;
}

const isApple = (data: Uint8Array): boolean => data[0] === 0x4c && data[1] === 0x00;

/** Company 0x004C, type 02, length 15, UUID, major, minor, power: 25 bytes (Apple Proximity Beacon Specification). */
export function readIBeacon(data: Uint8Array): IBeacon | null {
  if (data.length !== 25 || !isApple(data) || data[2] !== 0x02 || data[3] !== 0x15) return null;
  return {
    kind: 'ibeacon',
    uuid: uuidText(data, 4),
    major: uint16(data, 20),
    minor: uint16(data, 22),
    tx1m: int8(data, 24),
  };
}

/** Company 0x004C, type 12, length 19 (seemoo-lab/openhaystack). */
export function readFindMy(data: Uint8Array): FindMy | null {
  if (data.length !== 29 || !isApple(data) || data[2] !== 0x12 || data[3] !== 0x19) return null;
  return {
    kind: 'findmy',
    status: data[4] ?? 0,
    key22: toHex(data.subarray(5, 27)),
    bits: data[27] ?? 0,
    hint: data[28] ?? 0,
  };
}
