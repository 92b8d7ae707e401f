import { zkError } from '../errors.js';
import { type AttendanceColumns, allocateColumns, stateOfFlags, verifyOfFlags } from './attendance-columns.js';
import { SLOT_MIXED_LAYOUT } from './attendance-layout.js';
import { isUnsetTime } from './attendance-score.js';
import { hexSample, u16, u32 } from './bytes.js';
import { encodePackedTime, isPackedTimeValid, packedTimeFields } from './packed-time.js';
import type { UserIdTable } from './user-id-table.js';

// Logs of ZEM-class units may mix 8-byte records with 4-byte ones whose time is an offset to the last full time
// (ZK communication manual 2006). Bit 2 of the flags tells them apart, but the manual counts bits from the top and no
// capture is public, so both polarities are tried and the one that consumes the bytes exactly is taken.

const FULL_BYTES = 8;
const SHORT_BYTES = 4;
const SHORT_BIT = 0x04;

interface Walk {
  readonly exact: boolean;
  readonly starts: readonly number[];
  /** Share of full records, or of short ones if that is less, that could be real. */
  readonly plausible: number;
}

/** Full records follow each other within two years. */
const WILD_JUMP_SECONDS = 2 * 372 * 86_400;

/** A slot, known codes, and for full records an empty fourth byte and a time close to the last one. */
function isPlausible(bytes: Uint8Array, at: number, time: number | null, before: number | null, latestYear: number) {
  const flags = bytes[at + 2] as number;
  if (u16(bytes, at) === 0 || stateOfFlags(flags) > 5 || verifyOfFlags(flags) > 2) return false;
  if (time === null) return true;
  const near = before === null || Math.abs(time - before) <= WILD_JUMP_SECONDS;
  const real = isPackedTimeValid(time) && !isUnsetTime(time) && packedTimeFields(time).year <= latestYear + 1;
  return bytes[at + 3] === 0 && near && real;
}

const share = (tally: { readonly all: number; readonly good: number }, whenNone: number): number =>
  tally.all === 0 ? whenNone : tally.good / tally.all;

function walk(bytes: Uint8Array, shortWhenSet: boolean, latestYear: number): Walk {
  const starts: number[] = [];
  let full: number | null = null;
  const fulls = { all: 0, good: 0 };
  const shorts = { all: 0, good: 0 };
  let at = 0;
  while (at + SHORT_BYTES <= bytes.length) {
    const isShort = (((bytes[at + 2] as number) & SHORT_BIT) !== 0) === shortWhenSet;
    // A short record before any full one has nothing to add to.
    if (isShort && full === null) return { exact: false, starts, plausible: 0 };
    const step = isShort ? SHORT_BYTES : FULL_BYTES;
    if (at + step > bytes.length) break;
    const time: number | null = isShort ? null : u32(bytes, at + 4);
    const tally = isShort ? shorts : fulls;
    tally.all++;
    if (isPlausible(bytes, at, time, full, latestYear)) tally.good++;
    full = time ?? full;
    starts.push(at);
    at += step;
  }
  return { exact: at === bytes.length, starts, plausible: Math.min(share(fulls, 0), share(shorts, 1)) };
}

/** No raw capture of this form is public, so little may be out of order in it. */
const LEAST_PLAUSIBLE = 0.9;

/** Whether the first bytes of a log could be mixed records at all. */
export function walkMixed(sample: Uint8Array, latestYear: number): { readonly plausible: boolean } {
  const plausible = [true, false].some((polarity) => {
    const found = walk(sample, polarity, latestYear);
    return found.starts.length > 1 && found.plausible >= LEAST_PLAUSIBLE;
  });
  return { plausible };
}

/** Adds seconds to a packed time across the ends of days and months. */
function addSeconds(raw: number, seconds: number): number {
  if (!isPackedTimeValid(raw)) return (raw + seconds) >>> 0;
  const f = packedTimeFields(raw);
  const moved = new Date(Date.UTC(f.year, f.month - 1, f.day, f.hour, f.minute, f.second + seconds));
  if (moved.getUTCFullYear() > 2099) return raw;
  return encodePackedTime({
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
    hour: moved.getUTCHours(),
    minute: moved.getUTCMinutes(),
    second: moved.getUTCSeconds(),
  });
}

export interface MixedRecords {
  readonly columns: AttendanceColumns;
  /** Where each record begins; they end where the next begins. */
  readonly starts: readonly number[];
}

/** Decodes a whole log of mixed records. @throws ZK_RECORD_SIZE_UNKNOWN when neither polarity, or both, fit */
export function decodeMixed(records: Uint8Array, table: UserIdTable, latestYear: number): MixedRecords {
  const fitting = [true, false]
    .map((polarity) => walk(records, polarity, latestYear))
    .filter((found) => found.exact && found.plausible >= LEAST_PLAUSIBLE);
  const [found, other] = fitting;
  if (found === undefined || other !== undefined) {
    throw zkError('ZK_RECORD_SIZE_UNKNOWN', {
      table: 'attendance',
      size: records.length,
      count: '?',
      sample: hexSample(records),
    });
  }
  const { starts } = found;
  const columns = allocateColumns(starts.length, SLOT_MIXED_LAYOUT, table);
  let full = 0;
  for (const [i, at] of starts.entries()) {
    const end = starts[i + 1] ?? records.length;
    const flags = records[at + 2] as number;
    const uid = u16(records, at);
    columns.uid[i] = uid;
    columns.userIndex[i] = table.ofSlot(uid);
    columns.state[i] = stateOfFlags(flags);
    columns.verify[i] = verifyOfFlags(flags);
    if (end - at === FULL_BYTES) full = u32(records, at + 4);
    // Ten bits of offset: the two low bits of the flags on top of the fourth byte.
    const offset = end - at === FULL_BYTES ? 0 : ((flags & 3) << 8) | (records[at + 3] as number);
    columns.timeRaw[i] = offset === 0 ? full : addSeconds(full, offset);
  }
  return { columns, starts };
}
