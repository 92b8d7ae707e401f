import { int8, toHex, uint16, uuidText } from './bytes.js';

export interface AltBeacon {
  readonly kind: 'altbeacon';
  readonly company: number;
  /** All 20 bytes; usually a UUID and two numbers. */
  readonly id: string;
  readonly id1: string;
  readonly id2: number;
  readonly id3: number;
  readonly tx1m: number;
  /** The vendor's own byte; null in the short form that the Android library also takes. */
  readonly mfg: number | null;
}

/** company(2 LE) BE AC id(20) power(1) [vendor(1)] (AltBeacon/spec, protocol specification 1.0). */
export function readAltBeacon(data: Uint8Array): AltBeacon | null {
  if ((data.length !== 26 && data.length !== 25) || data[2] !== 0xbe || data[3] !== 0xac) return null;
  return {
    kind: 'altbeacon',
    company: (data[0] ?? 0) | ((data[1] ?? 0) << 8),
    id: toHex(data.subarray(4, 24)),
    id1: uuidText(data, 4),
    id2: uint16(data, 20),
    id3: uint16(data, 22),
    tx1m: int8(data, 24),
    mfg: data[25] ?? null,
  };
}
