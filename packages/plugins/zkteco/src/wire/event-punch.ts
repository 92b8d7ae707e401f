import { hex, u16, u32 } from './bytes.js';
import { decodeEventTime, EVENT_TIME_BYTES, type ZkTime } from './packed-time.js';
import { decodeLatin1 } from './text.js';

/** One punch told live. */
export interface PunchEvent {
  /** The person's number; null in the forms that name a slot only. */
  readonly deviceUserId: string | null;
  /** Slot on the device; null in the forms that name the person. */
  readonly uid: number | null;
  readonly verify: number;
  readonly state: number;
  readonly time: ZkTime;
  /** Bytes behind the known fields, in hexadecimal; their meaning is not public. */
  readonly rest: string;
  /** The bytes of this punch alone. */
  readonly raw: string;
}

/**
 * - `slot`: u16 uid, verify, state, time (10 bytes, ZEM560; 14 with four more, ZEM300)
 * - `number`: u32 user id, two codes, time (12 bytes; capture of pyzk's tests)
 * - `text`: 24 bytes user id, verify, state, time (32 bytes; 36, 37, 52 and more with a tail)
 */
type PunchForm = 'slot' | 'number' | 'text';

interface EventLayout {
  readonly form: PunchForm;
  readonly bytes: number;
}

const BINARY_LAYOUTS: readonly EventLayout[] = [
  { form: 'number', bytes: 12 },
  { form: 'slot', bytes: 10 },
  { form: 'slot', bytes: 14 },
];
const TEXT_HEAD_BYTES = 32;
const TEXT_WIDTHS = [32, 36, 37, 52] as const;
/** A frame is one scan, or the few that happened while the line was busy. */
const MAX_PUNCHES = 256;

/** The 2006 manual packs "valid" into the upper half of the state byte of the short forms. */
const stateOf = (byte: number): number => (byte > 15 && byte !== 255 ? byte & 0x0f : byte);

function decodeOne(b: Uint8Array, form: PunchForm): PunchEvent {
  const codesAt = form === 'text' ? 24 : form === 'number' ? 4 : 2;
  const timeAt = codesAt + 2;
  return {
    deviceUserId: form === 'text' ? decodeLatin1(b.subarray(0, 24)) : form === 'number' ? String(u32(b, 0)) : null,
    uid: form === 'slot' ? u16(b, 0) : null,
    verify: b[codesAt] ?? 0,
    state: form === 'text' ? (b[codesAt + 1] ?? 0) : stateOf(b[codesAt + 1] ?? 0),
    time: decodeEventTime(b, timeAt),
    rest: hex(b.subarray(timeAt + EVENT_TIME_BYTES)),
    raw: hex(b),
  };
}

const PRINTABLE = /^[\x20-\x7e]+$/;

/** Whether the time could be one; impossible days are let through, months like 57 are not. */
function couldBeTime(b: Uint8Array, at: number): boolean {
  const [year = 255, month = 255, day = 255, hour = 255, minute = 255, second = 255] = b.subarray(at, at + 6);
  return year < 100 && month <= 12 && day <= 31 && hour <= 24 && minute <= 60 && second <= 60;
}

const isTextPunch = (b: Uint8Array): boolean => PRINTABLE.test(decodeLatin1(b.subarray(0, 24))) && couldBeTime(b, 26);

const isBinaryPunch = (b: Uint8Array, form: PunchForm): boolean => couldBeTime(b, form === 'number' ? 6 : 4);

function pieces(data: Uint8Array, width: number): readonly Uint8Array[] {
  return Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

/** Several punches of one form back to back, each of which must look like one. */
function severalOf(data: Uint8Array, layout: EventLayout): readonly PunchEvent[] | null {
  const count = data.length / layout.bytes;
  if (!Number.isInteger(count) || count < 1 || count > MAX_PUNCHES) return null;
  const parts = pieces(data, layout.bytes);
  const fits = parts.every((part) => (layout.form === 'text' ? isTextPunch(part) : isBinaryPunch(part, layout.form)));
  return fits ? parts.map((part) => decodeOne(part, layout.form)) : null;
}

/**
 * Punches of one event frame; null when the bytes are none that a terminal is known to send.
 * Exact lengths are taken as they are, also with an impossible time: losing the punch would be worse.
 */
export function decodePunchEvents(data: Uint8Array): readonly PunchEvent[] | null {
  const exact = BINARY_LAYOUTS.find((layout) => layout.bytes === data.length);
  if (exact !== undefined) return [decodeOne(data, exact.form)];
  if (data.length >= TEXT_HEAD_BYTES && PRINTABLE.test(decodeLatin1(data.subarray(0, 24)))) {
    for (const bytes of TEXT_WIDTHS) {
      if (bytes === data.length) break;
      const found = severalOf(data, { form: 'text', bytes });
      if (found !== null) return found;
    }
    return [decodeOne(data, 'text')];
  }
  for (const layout of BINARY_LAYOUTS) {
    const found = severalOf(data, layout);
    if (found !== null) return found;
  }
  return null;
}
