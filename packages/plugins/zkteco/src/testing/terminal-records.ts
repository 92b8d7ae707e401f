import { putU16, putU32 } from '../wire/bytes.js';
import { packedTimeFields } from '../wire/packed-time.js';
import type { TerminalOptions, TerminalPunch } from './terminal-options.js';

/** Everyday firmware leaves 0xFF in one of the reserved bytes (adrobinoga/zk-protocol, data-record.md). */
const RESERVED_MARK_AT = 36;

/** Writes one attendance record in the form that is `recordBytes` long. @param uid the person's slot */
export function putRecord(
  bytes: Uint8Array,
  at: number,
  recordBytes: NonNullable<TerminalOptions['recordBytes']>,
  punch: TerminalPunch,
  uid: number,
): void {
  switch (recordBytes) {
    case 8:
      putU16(bytes, at, uid);
      bytes[at + 2] = ((punch.state & 7) << 5) | ((punch.verify & 3) << 3);
      putU32(bytes, at + 4, punch.timeRaw);
      return;
    case 16:
      putU32(bytes, at, Number(punch.deviceUserId));
      putU32(bytes, at + 4, punch.timeRaw);
      bytes[at + 8] = punch.state;
      bytes[at + 9] = punch.verify;
      return;
    default:
      putU16(bytes, at, uid);
      putId(bytes, at + 2, punch.deviceUserId);
      bytes[at + 26] = punch.verify;
      putU32(bytes, at + 27, punch.timeRaw);
      bytes[at + 31] = punch.state;
      bytes[at + RESERVED_MARK_AT] = 0xff;
  }
}

function putId(bytes: Uint8Array, at: number, id: string): void {
  for (let i = 0; i < Math.min(24, id.length); i++) bytes[at + i] = id.charCodeAt(i);
}

/** The payload of a live punch (adrobinoga/zk-protocol, realtime.md; fananimi/pyzk issues 86, 153, 164). */
export function punchEvent(
  eventBytes: NonNullable<TerminalOptions['eventBytes']>,
  punch: TerminalPunch,
  uid: number,
): Uint8Array {
  const data = new Uint8Array(eventBytes);
  if (eventBytes === 12) {
    putU32(data, 0, Number(punch.deviceUserId));
    putCodesAndTime(data, 4, punch);
  } else if (eventBytes < 32) {
    putU16(data, 0, uid);
    putCodesAndTime(data, 2, punch);
  } else {
    putId(data, 0, punch.deviceUserId);
    putCodesAndTime(data, 24, punch);
  }
  return data;
}

function putCodesAndTime(data: Uint8Array, at: number, punch: TerminalPunch): void {
  const { year, month, day, hour, minute, second } = packedTimeFields(punch.timeRaw);
  data.set([punch.verify, punch.state, year - 2000, month, day, hour, minute, second], at);
}
