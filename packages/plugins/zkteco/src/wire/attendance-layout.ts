import { zkError } from '../errors.js';

/**
 * How one attendance record lies in memory. The size is not a constant of the protocol: 8, 16, 40 and 49 bytes are known,
 * and some firmware pads further (fananimi/pyzk issues 166, 174, 187, 222).
 * - `slot`: u16 uid, u8 flags, u8 0, u32 time (8 bytes; ZEM500, MA300). No user id: it follows from the user table.
 * - `slot-mixed`: the same mixed with 4-byte short forms that add an offset to the last full time (ZK manual 2006).
 * - `number`: u32 user id, u32 time, state, verify, 2 reserved, u32 work code (16 bytes).
 * - `text`: u16 uid, 24 bytes user id text, verify, u32 time, state, then reserved (40 bytes and more).
 */
export type AttendanceForm = 'slot' | 'slot-mixed' | 'number' | 'text';

export interface AttendanceLayout {
  readonly form: AttendanceForm;
  /** Step from one record to the next; for `slot-mixed` the size of a full record. */
  readonly recordBytes: number;
}

export const SLOT_LAYOUT: AttendanceLayout = { form: 'slot', recordBytes: 8 };
export const SLOT_MIXED_LAYOUT: AttendanceLayout = { form: 'slot-mixed', recordBytes: 8 };
export const NUMBER_LAYOUT: AttendanceLayout = { form: 'number', recordBytes: 16 };
export const TEXT_LAYOUT: AttendanceLayout = { form: 'text', recordBytes: 40 };
export const TEXT49_LAYOUT: AttendanceLayout = { form: 'text', recordBytes: 49 };

/** The sizes that are known from captures or several issues. */
export const KNOWN_LAYOUTS: readonly AttendanceLayout[] = [SLOT_LAYOUT, NUMBER_LAYOUT, TEXT_LAYOUT, TEXT49_LAYOUT];

/** Nothing wider was ever seen; a larger quotient means that the count is wrong. */
export const MAX_RECORD_BYTES = 128;

/** The layout that a record of this size must have, or null when no such record exists. */
export function layoutOfSize(recordBytes: number): AttendanceLayout | null {
  const known = KNOWN_LAYOUTS.find((layout) => layout.recordBytes === recordBytes);
  if (known !== undefined) return known;
  const wide = Number.isInteger(recordBytes) && recordBytes > 40 && recordBytes <= MAX_RECORD_BYTES;
  return wide ? { form: 'text', recordBytes } : null;
}

/** @throws ZK_RECORD_SIZE_UNKNOWN */
export function requireLayout(recordBytes: number): AttendanceLayout {
  const layout = layoutOfSize(recordBytes);
  if (layout === null) {
    throw zkError('ZK_RECORD_SIZE_UNKNOWN', { table: 'attendance', size: recordBytes, count: 1, sample: '' });
  }
  return layout;
}

/** Where a 49-byte record keeps its work code; one project's reading, no raw capture is public. */
export const TEXT49_WORK_CODE_OFFSET = 40;
