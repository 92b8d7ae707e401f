/**
 * PostgreSQL arrays in their binary wire format, to hand thousands of rows to `unnest` as a few parameters.
 * node-postgres sends a Buffer parameter as binary, so nothing is quoted, escaped or turned into hex on the way; this is
 * several times faster than its own text arrays and what lets the journal keep up with a bulk read.
 *
 * Layout, from PostgreSQL's `array_send` (src/backend/utils/adt/arrayfuncs.c): int32 dimensions, int32 "has nulls",
 * int32 element type, then int32 length and int32 lower bound of each dimension, then each element as int32 byte length
 * (-1 for null) and its bytes. All big-endian. An empty array has no dimensions.
 */

/** Element types by their number in `pg_type`. */
const OID = { bytea: 17, int8: 20, text: 25, float8: 701, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
/** Timestamps count microseconds from 2000-01-01T00:00:00Z. */
const EPOCH_2000_MS = 946_684_800_000;

function header(buffer: Buffer, oid: number, length: number, hasNull: boolean): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}

function empty(oid: number): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}

const ODD = /[\0\ud800-\udfff]/;

/** As a PostgreSQL text holds it: U+0000 and lone surrogates, which it cannot hold, become U+FFFD. */
export function storableText(value: string): string {
  return ODD.test(value) ? Buffer.from(value).toString().replaceAll('\0', '\uFFFD') : value;
}

/** `text[]` */
export function textArray(values: readonly (string | null)[]): Buffer {
  if (values.length === 0) return empty(OID.text);
  let bytes = HEADER_BYTES;
  let hasNull = false;
  for (const value of values) {
    if (value === null) hasNull = true;
    bytes += 4 + (value === null ? 0 : Buffer.byteLength(value));
  }
  const buffer = Buffer.allocUnsafe(bytes);
  let at = header(buffer, OID.text, values.length, hasNull);
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(length, 0);
  }
  return buffer;
}

/** `bytea[]`, every element given as hex of `elementBytes` bytes. */
export function byteaArray(hexValues: readonly string[], elementBytes: number): Buffer {
  return fixed(OID.bytea, hexValues, elementBytes, (buffer, value, at) => {
    buffer.write(value, at, 'hex');
  });
}

/** `int8[]` of safe integers. */
export function int8Array(values: readonly number[]): Buffer {
  return fixed(OID.int8, values, 8, writeInt8);
}

/** `uuid[]`. Runs of the same value, as rows of one device are, cost next to nothing. */
export function uuidArray(values: readonly string[]): Buffer {
  let last: string | null = null;
  return fixed(OID.uuid, values, 16, (buffer, value, at) => {
    // Each element takes 20 bytes: its length and itself.
    if (value === last) buffer.copy(buffer, at, at - 20, at - 4);
    else buffer.write(value.replaceAll('-', ''), at, 'hex');
    last = value;
  });
}

/** `timestamptz[]` from milliseconds since 1970. */
export function timestampArray(epochMs: readonly number[]): Buffer {
  return fixed(OID.timestamptz, epochMs, 8, (buffer, value, at) => {
    writeInt8(buffer, (Math.round(value) - EPOCH_2000_MS) * 1000, at);
  });
}

/** `float8[]` with nulls. */
export function nullableFloat8Array(values: readonly (number | null)[]): Buffer {
  return nullable(OID.float8, values, 8, (buffer, value, at) => {
    buffer.writeDoubleBE(value, at);
  });
}

function writeInt8(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
}

function fixed<Value>(
  oid: number,
  values: readonly Value[],
  elementBytes: number,
  write: (buffer: Buffer, value: Value, at: number) => void,
): Buffer {
  if (values.length === 0) return empty(oid);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + elementBytes));
  let at = header(buffer, oid, values.length, false);
  for (const value of values) {
    buffer.writeInt32BE(elementBytes, at);
    write(buffer, value, at + 4);
    at += 4 + elementBytes;
  }
  return buffer;
}

function nullable<Value>(
  oid: number,
  values: readonly (Value | null)[],
  elementBytes: number,
  write: (buffer: Buffer, value: Value, at: number) => void,
): Buffer {
  if (values.length === 0) return empty(oid);
  const nulls = values.reduce((count, value) => count + (value === null ? 1 : 0), 0);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 4 + (values.length - nulls) * elementBytes);
  let at = header(buffer, oid, values.length, nulls > 0);
  for (const value of values) {
    buffer.writeInt32BE(value === null ? -1 : elementBytes, at);
    if (value !== null) write(buffer, value, at + 4);
    at += 4 + (value === null ? 0 : elementBytes);
  }
  return buffer;
}
