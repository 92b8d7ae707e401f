import type { Codec, CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { isReadableUserId } from '../readings-from-rows.js';
import type { AttendanceRecord } from '../wire/attendance-batch.js';
import type { AttendanceLayout } from '../wire/attendance-layout.js';
import { hexSample } from '../wire/bytes.js';
import { parseTextEncoding, type TextEncoding } from '../wire/text.js';

/** What a codec shows of a time: `YYYY-MM-DD HH:MM:SS` as terminals print it, null when no calendar has it. */
export function timeJson(time: { readonly wall: string | null; readonly text: string; readonly raw?: number | null }) {
  const printed = time.text.replace('T', ' ');
  return {
    time: time.wall === null ? null : printed,
    timeText: printed,
    timeValid: time.wall !== null,
    ...(time.raw === undefined || time.raw === null ? {} : { timeRaw: time.raw }),
  };
}

/**
 * What a codec shows of an attendance record. `userId` is as on the wire, a number in the 16-byte form; `deviceUserId` is
 * always text. `status` is the 2006 manual's word for `punch`.
 * @throws ZK_ROW_UNREADABLE when the record names nobody
 */
export function recordJson(record: AttendanceRecord, raw: Uint8Array, layout: AttendanceLayout) {
  if (!isReadableUserId(record.deviceUserId)) {
    throw zkError('ZK_ROW_UNREADABLE', { table: 'attendance', sample: hexSample(raw) });
  }
  const slotOnly = layout.form === 'slot' || layout.form === 'slot-mixed';
  return {
    ...(record.uid === null ? {} : { uid: record.uid }),
    ...(slotOnly
      ? { flags: raw[2] ?? 0 }
      : {
          userId: layout.form === 'number' ? Number(record.deviceUserId) : record.deviceUserId,
          deviceUserId: record.deviceUserId,
        }),
    verify: record.verify,
    punch: record.state,
    status: record.state,
    ...timeJson(record.time),
    ...(record.workCode === null ? {} : { workcode: record.workCode }),
  };
}

export function encodingOf(context: CodecContext): TextEncoding {
  return typeof context.encoding === 'string' ? parseTextEncoding(context.encoding) : 'utf-8';
}

/** Declares one codec. */
export function codec(
  name: string,
  description: string,
  decode: (input: Uint8Array, context: CodecContext) => unknown,
): Codec {
  return { name, description, decode };
}
