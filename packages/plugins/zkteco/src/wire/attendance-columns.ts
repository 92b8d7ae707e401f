import type { AttendanceLayout } from './attendance-layout.js';
import { TEXT49_LAYOUT, TEXT49_WORK_CODE_OFFSET } from './attendance-layout.js';
import { createUserIdTable, type UserIdTable } from './user-id-table.js';

/**
 * Attendance records as one typed array per field: 15 bytes a record instead of an object of some 300.
 * Texts are made only when asked for.
 */
export interface AttendanceColumns {
  readonly count: number;
  /** Slot on the device; 0 in `number` records, which have none. */
  readonly uid: Uint16Array;
  /** Index into `userIds`. */
  readonly userIndex: Uint32Array;
  readonly userIds: readonly string[];
  /** Packed device time, see `decodePackedTime`. */
  readonly timeRaw: Uint32Array;
  readonly verify: Uint8Array;
  readonly state: Uint8Array;
  /** Null for layouts that carry no work code. */
  readonly workCode: Uint32Array | null;
}

export function allocateColumns(count: number, layout: AttendanceLayout, table: UserIdTable): AttendanceColumns {
  const hasWorkCode = layout.form === 'number' || layout.recordBytes === TEXT49_LAYOUT.recordBytes;
  return {
    count,
    uid: new Uint16Array(count),
    userIndex: new Uint32Array(count),
    userIds: table.ids,
    timeRaw: new Uint32Array(count),
    verify: new Uint8Array(count),
    state: new Uint8Array(count),
    workCode: hasWorkCode ? new Uint32Array(count) : null,
  };
}

// The loops below read bytes by hand instead of through helpers: they are the hot path of every backfill.

/** u16 uid @0, 24 bytes id @2, verify @26, u32 time @27, state @31 (adrobinoga/zk-protocol, data-record.md). */
function fillText(
  b: Uint8Array,
  from: number,
  count: number,
  step: number,
  out: AttendanceColumns,
  at: number,
  table: UserIdTable,
): void {
  const { uid, userIndex, timeRaw, verify, state, workCode } = out;
  for (let i = at, o = from; i < at + count; i++, o += step) {
    const slot = (b[o] as number) | ((b[o + 1] as number) << 8);
    uid[i] = slot;
    userIndex[i] = table.ofText(b, o + 2, slot);
    verify[i] = b[o + 26] as number;
    timeRaw[i] =
      (b[o + 27] as number) |
      ((b[o + 28] as number) << 8) |
      ((b[o + 29] as number) << 16) |
      ((b[o + 30] as number) << 24);
    state[i] = b[o + 31] as number;
    if (workCode !== null) workCode[i] = word(b, o + TEXT49_WORK_CODE_OFFSET);
  }
}

function word(b: Uint8Array, o: number): number {
  return (b[o] as number) | ((b[o + 1] as number) << 8) | ((b[o + 2] as number) << 16) | ((b[o + 3] as number) << 24);
}

/**
 * u32 user id @0, u32 time @4, state @8, verify @9, u32 work code @12 (capture in bulentv/js_zklib issue 50; the 2006
 * manual also puts the state before the verify mode).
 */
function fillNumber(
  b: Uint8Array,
  from: number,
  count: number,
  out: AttendanceColumns,
  at: number,
  table: UserIdTable,
): void {
  const { userIndex, timeRaw, verify, state, workCode } = out;
  for (let i = at, o = from; i < at + count; i++, o += 16) {
    userIndex[i] = table.ofNumber(word(b, o) >>> 0);
    timeRaw[i] = word(b, o + 4);
    state[i] = b[o + 8] as number;
    verify[i] = b[o + 9] as number;
    if (workCode !== null) workCode[i] = word(b, o + 12);
  }
}

/** Bits 7–5 of the flags of an 8-byte record; 0x08 = in by finger, 0x28 = out by finger (fananimi/pyzk issues 56, 99). */
export const stateOfFlags = (flags: number): number => flags >> 5;
/** Bits 4–3. */
export const verifyOfFlags = (flags: number): number => (flags >> 3) & 3;

/** u16 uid @0, u8 flags @2, u32 time @4. */
function fillSlot(
  b: Uint8Array,
  from: number,
  count: number,
  out: AttendanceColumns,
  at: number,
  table: UserIdTable,
): void {
  const { uid, userIndex, timeRaw, verify, state } = out;
  for (let i = at, o = from; i < at + count; i++, o += 8) {
    const slot = (b[o] as number) | ((b[o + 1] as number) << 8);
    const flags = b[o + 2] as number;
    uid[i] = slot;
    userIndex[i] = table.ofSlot(slot);
    state[i] = stateOfFlags(flags);
    verify[i] = verifyOfFlags(flags);
    timeRaw[i] = word(b, o + 4);
  }
}

/** Decodes `count` whole records that start at `from` into `out`, from row `at` on. Not for `slot-mixed`. */
export function fillColumns(
  bytes: Uint8Array,
  from: number,
  count: number,
  layout: AttendanceLayout,
  out: AttendanceColumns,
  at: number,
  table: UserIdTable,
): void {
  if (layout.form === 'text') fillText(bytes, from, count, layout.recordBytes, out, at, table);
  else if (layout.form === 'number') fillNumber(bytes, from, count, out, at, table);
  else fillSlot(bytes, from, count, out, at, table);
}

/**
 * Decodes all whole records of a table that is in memory; bytes of a record cut at the end are left over.
 * For logs that arrive in pieces use `createAttendanceDecoder`.
 */
export function decodeAttendanceColumns(
  records: Uint8Array,
  layout: AttendanceLayout,
  table: UserIdTable = createUserIdTable(),
): AttendanceColumns {
  const count = Math.floor(records.length / layout.recordBytes);
  const columns = allocateColumns(count, layout, table);
  fillColumns(records, 0, count, layout, columns, 0, table);
  return columns;
}
