import { int8, toHex, uint16, uint32 } from './bytes.js';

export interface EddystoneUid {
  readonly kind: 'eddystone-uid';
  readonly tx0m: number;
  readonly namespace: string;
  readonly instance: string;
}

export interface EddystoneUrl {
  readonly kind: 'eddystone-url';
  readonly tx0m: number;
  readonly url: string;
}

/** Telemetry. Null where the beacon does not measure it. */
export interface EddystoneTlm {
  readonly kind: 'eddystone-tlm';
  readonly battMv: number | null;
  readonly tempC: number | null;
  readonly advCount: number;
  readonly uptimeS: number;
}

/** Encrypted telemetry; `openEtlm` reads it. */
export interface EddystoneEtlm {
  readonly kind: 'eddystone-etlm';
  readonly cipher: string;
  readonly salt: string;
  readonly tag: string;
}

/** An identifier that changes with time and that only the holder of the beacon's key can tell. */
export interface EddystoneEid {
  readonly kind: 'eddystone-eid';
  readonly tx0m: number;
  readonly eid: string;
}

export type Eddystone = EddystoneUid | EddystoneUrl | EddystoneTlm | EddystoneEtlm | EddystoneEid;

const SCHEMES = ['http://www.', 'https://www.', 'http://', 'https://'] as const;
const ENDINGS = ['.com', '.org', '.edu', '.net', '.info', '.biz', '.gov'] as const;
const MAX_URL_BYTES = 17;

/** Service data of 0xFEAA (google/eddystone, protocol specification). Types 0x40 and 0x41 there are Find Hub accessories. */
export function readEddystone(data: Uint8Array): Eddystone | null {
  if (data[0] !== 0xaa || data[1] !== 0xfe) return null;
  const frame = data.subarray(2);
  switch (frame[0]) {
    case 0x00:
      return readUid(frame);
    case 0x10:
      return readUrl(frame);
    case 0x20:
      return frame[1] === 0x00 ? readTlm(frame) : readEtlm(frame);
    case 0x30:
      return frame.length < 10
        ? null
        : { kind: 'eddystone-eid', tx0m: int8(frame, 1), eid: toHex(frame.subarray(2, 10)) };
    default:
      return null;
  }
}

/** Many beacons leave out the two reserved bytes at the end. */
function readUid(frame: Uint8Array): EddystoneUid | null {
  if (frame.length < 18) return null;
  return {
    kind: 'eddystone-uid',
    tx0m: int8(frame, 1),
    namespace: toHex(frame.subarray(2, 12)),
    instance: toHex(frame.subarray(12, 18)),
  };
}

function readUrl(frame: Uint8Array): EddystoneUrl | null {
  const scheme = SCHEMES[frame[2] ?? 255];
  if (scheme === undefined || frame.length > 3 + MAX_URL_BYTES) return null;
  let url: string = scheme;
  for (const byte of frame.subarray(3)) {
    const ending = ENDINGS[byte % ENDINGS.length];
    if (byte < ENDINGS.length) url += `${ending}/`;
    else if (byte < 2 * ENDINGS.length) url += ending;
    else if (byte < 0x21 || byte > 0x7e) return null;
    else url += String.fromCharCode(byte);
  }
  return { kind: 'eddystone-url', tx0m: int8(frame, 1), url };
}

/** The 12 bytes of a TLM frame after its version. */
export function readTelemetry(body: Uint8Array): Omit<EddystoneTlm, 'kind'> {
  const battMv = uint16(body, 0);
  const temperature = uint16(body, 2);
  return {
    battMv: battMv === 0 ? null : battMv,
    tempC: temperature === 0x8000 ? null : ((temperature << 16) >> 16) / 256,
    advCount: uint32(body, 4),
    uptimeS: uint32(body, 8) / 10,
  };
}

function readTlm(frame: Uint8Array): EddystoneTlm | null {
  return frame.length < 14 ? null : { kind: 'eddystone-tlm', ...readTelemetry(frame.subarray(2)) };
}

function readEtlm(frame: Uint8Array): EddystoneEtlm | null {
  if (frame.length < 18 || frame[1] !== 0x01) return null;
  return {
    kind: 'eddystone-etlm',
    cipher: toHex(frame.subarray(2, 14)),
    salt: toHex(frame.subarray(14, 16)),
    tag: toHex(frame.subarray(16, 18)),
  };
}
