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

/** Which records of a piece go to which rows. */
interface Span {
  readonly view: DataView;
  readonly count: number;
  /** First row to fill. */
  readonly row: number;
}

/** u16 uid @0, 24 bytes id @2, verify @26, u32 time @27, state @31 (adrobinoga/zk-protocol, data-record.md). */
function fillText(span: Span, step: number, out: AttendanceColumns, table: UserIdTable): void {
  const { view } = span;
  const { uid, userIndex, timeRaw, verify, state, workCode } = out;
  const end = span.row + span.count;
  for (let i = span.row, o = 0; i < end; i++, o += step) {
    const slot = view.getUint16(o, true);
    uid[i] = slot;
    userIndex[i] = table.ofText(view, o + 2, slot);
    verify[i] = view.getUint8(o + 26);
    timeRaw[i] = view.getInt32(o + 27, true);
    state[i] = view.getUint8(o + 31);
    if (workCode !== null) workCode[i] = view.getInt32(o + TEXT49_WORK_CODE_OFFSET, true);
  }
}

/**
 * u32 user id @0, u32 time @4, state @8, verify @9, u32 work code @12 (capture in bulentv/js_zklib issue 50; the 2006
 * manual also puts the state before the verify mode).
 */
function fillNumber(span: Span, out: AttendanceColumns, table: UserIdTable): void {
  const { view } = span;
  const { userIndex, timeRaw, verify, state, workCode } = out;
  const end = span.row + span.count;
  for (let i = span.row, o = 0; i < end; i++, o += 16) {
    userIndex[i] = table.ofNumber(view.getUint32(o, true));
    timeRaw[i] = view.getInt32(o + 4, true);
    state[i] = view.getUint8(o + 8);
    verify[i] = view.getUint8(o + 9);
    if (workCode !== null) workCode[i] = view.getInt32(o + 12, true);
  }
}

/** Bits 7–5 of the flags of an 8-byte record; 0x08 = in by finger, 0x28 = out by finger (fananimi/pyzk issues 56, 99). */
export const stateOfFlags = (flags: number): number => flags >> 5;
/** Bits 4–3. */
export const verifyOfFlags = (flags: number): number => (flags >> 3) & 3;

/** u16 uid @0, u8 flags @2, u32 time @4. */
function fillSlot(span: Span, out: AttendanceColumns, table: UserIdTable): void {
  const { view } = span;
  const { uid, userIndex, timeRaw, verify, state } = out;
  const end = span.row + span.count;
  for (let i = span.row, o = 0; i < end; i++, o += 8) {
    const slot = view.getUint16(o, true);
    const flags = view.getUint8(o + 2);
    uid[i] = slot;
    userIndex[i] = table.ofSlot(slot);
    state[i] = stateOfFlags(flags);
    verify[i] = verifyOfFlags(flags);
    timeRaw[i] = view.getInt32(o + 4, true);
  }
}

/** Decodes the first `count` records of `bytes` into `out`, from row `row` on. Not for `slot-mixed`. */
export function fillColumns(
  bytes: Uint8Array,
  count: number,
  layout: AttendanceLayout,
  out: AttendanceColumns,
  row: number,
  table: UserIdTable,
): void {
  // DataView reads are single machine loads; this is the hot path of every backfill.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const span = { view, count, row };
  if (layout.form === 'text') fillText(span, layout.recordBytes, out, table);
  else if (layout.form === 'number') fillNumber(span, out, table);
  else fillSlot(span, out, table);
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
  fillColumns(records, count, layout, columns, 0, table);
  return columns;
}
