import { isValidWall, type WallFields, type WallTime } from '@hadir/sdk';
import { zkError } from '../errors.js';

/**
 * A time as a terminal gave it: its own wall clock, no zone. Times that no calendar has do occur (31 February, all bits
 * set); they are kept with their number, because losing a record is worse than showing a broken one.
 */
export interface ZkTime {
  /** The number on the wire; null for times that came as text or as single bytes. */
  readonly raw: number | null;
  /** Null when the moment does not exist. */
  readonly wall: WallTime | null;
  /** `YYYY-MM-DDTHH:MM:SS` also when impossible; what identity is built from. */
  readonly text: string;
}

const SECONDS_PER_DAY = 86_400;
const DAYS_PER_MONTH = 31;
const DAYS_PER_YEAR = 12 * DAYS_PER_MONTH;
/** The packing keeps two digits of the year, so a decoded year beyond 2099 is garbage. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const two = (n: number): string => TWO[n] ?? String(n);

/** Civil fields of a packed time: months of 31 days, years of 372 (adrobinoga/zk-protocol; captures of 2018 and 2025). */
export function packedTimeFields(raw: number): WallFields {
  const days = Math.floor(raw / SECONDS_PER_DAY);
  const seconds = raw - days * SECONDS_PER_DAY;
  return {
    year: FIRST_YEAR + Math.floor(days / DAYS_PER_YEAR),
    month: (Math.floor(days / DAYS_PER_MONTH) % 12) + 1,
    day: (days % DAYS_PER_MONTH) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

const dateText = (f: WallFields): string => `${f.year}-${two(f.month)}-${two(f.day)}T`;
const clockText = (f: WallFields): string => `${two(f.hour)}:${two(f.minute)}:${two(f.second)}`;

/** 0 and all bits set mean "no time"; both would otherwise read as dates. */
const isUnset = (raw: number): boolean => raw === 0 || raw === 0xffffffff;

/** Whether a packed time names a moment that exists. */
export function isPackedTimeValid(raw: number): boolean {
  const fields = packedTimeFields(raw);
  return !isUnset(raw) && fields.year <= LAST_YEAR && isValidWall(fields);
}

export function decodePackedTime(raw: number): ZkTime {
  const fields = packedTimeFields(raw >>> 0);
  const text = dateText(fields) + clockText(fields);
  return { raw, wall: isPackedTimeValid(raw >>> 0) ? (text as WallTime) : null, text };
}

/**
 * A decoder that remembers the last day it wrote out: logs are runs of the same days, so most of the text is there already.
 * Same results as `decodePackedTime`.
 */
export function createPackedTimeReader(): (raw: number) => ZkTime {
  let day = -1;
  let datePart = '';
  let dayValid = false;
  return (raw) => {
    const days = Math.floor(raw / SECONDS_PER_DAY);
    if (days !== day) {
      const fields = packedTimeFields(days * SECONDS_PER_DAY);
      day = days;
      datePart = dateText(fields);
      dayValid = fields.year <= LAST_YEAR && isValidWall(fields);
    }
    const seconds = raw - days * SECONDS_PER_DAY;
    const hours = (seconds / 3600) | 0;
    const minutes = ((seconds - hours * 3600) / 60) | 0;
    const text = `${datePart}${TWO[hours]}:${TWO[minutes]}:${TWO[seconds % 60]}`;
    return { raw, wall: dayValid && !isUnset(raw) ? (text as WallTime) : null, text };
  };
}

/** @throws ZK_TIME_INVALID for moments that do not exist or years that the packing cannot hold */
export function encodePackedTime(f: WallFields): number {
  if (!isValidWall(f) || f.year < FIRST_YEAR || f.year > LAST_YEAR) {
    throw zkError('ZK_TIME_INVALID', { value: dateText(f) + clockText(f) });
  }
  const days = ((f.year % 100) * 12 + f.month - 1) * DAYS_PER_MONTH + f.day - 1;
  return days * SECONDS_PER_DAY + f.hour * 3600 + f.minute * 60 + f.second;
}

/** Length of the time in live events: year−2000, month, day, hour, minute, second. */
export const EVENT_TIME_BYTES = 6;

/** Reads the six single bytes of a live event's time at `at` (adrobinoga/zk-protocol, realtime.md). */
export function decodeEventTime(bytes: Uint8Array, at: number): ZkTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes.subarray(at, at + EVENT_TIME_BYTES);
  const fields = { year: FIRST_YEAR + year, month, day, hour, minute, second };
  const text = dateText(fields) + clockText(fields);
  return { raw: null, wall: fields.year <= LAST_YEAR && isValidWall(fields) ? (text as WallTime) : null, text };
}

/** @throws ZK_TIME_INVALID */
export function encodeEventTime(f: WallFields): Uint8Array {
  encodePackedTime(f);
  return Uint8Array.of(f.year - FIRST_YEAR, f.month, f.day, f.hour, f.minute, f.second);
}
