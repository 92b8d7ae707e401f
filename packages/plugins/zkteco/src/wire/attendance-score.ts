import type { AttendanceLayout } from './attendance-layout.js';
import { u16, u32 } from './bytes.js';
import { isPackedTimeValid, packedTimeFields } from './packed-time.js';

/**
 * How much bytes look like attendance records of a layout, 0–1: a mean over the first rows of
 * user id (0.25), time (0.35), verify code (0.1), state code (0.1) and the bytes that are known to be constant (0.2).
 * Real records score above 0.8 even when half the clocks are broken; a wrong step scores below 0.6.
 */
export const SAMPLE_ROWS = 50;

const isVerify = (code: number): boolean => code <= 29 || code === 200 || code === 255 || (code & 0xf0) === 0x80;
const isState = (code: number): boolean => code <= 9 || code === 255;

/** January 2000: a clock that was never set, or a small number that is no time at all. */
const FIRST_MONTH_SECONDS = 31 * 86_400;

export const isUnsetTime = (raw: number): boolean => raw < FIRST_MONTH_SECONDS || raw === 0xffffffff;

/** In the forms without text nearly any bytes make an id, so the time has to carry the proof. */
const withoutTime = (raw: number, latestYear: number): number =>
  isUnsetTime(raw) || packedTimeFields(raw).year > latestYear + 1 ? 0.6 : 1;

function timeScore(raw: number, latestYear: number): number {
  if (isUnsetTime(raw)) return 0.1;
  const { year } = packedTimeFields(raw);
  if (year > latestYear + 1) return 0;
  return isPackedTimeValid(raw) ? 0.35 : 0.25;
}

/** A record of nobody is hardly a record: a wrong step lands on zeros most of the time. */
const withoutId = (idScore: number): number => (idScore === 0 ? 0.4 : 1);

/** Printable text, then NULs to the end. */
function textIdScore(b: Uint8Array, at: number): number {
  let i = 0;
  for (; i < 24; i++) {
    const byte = b[at + i] as number;
    if (byte === 0) break;
    if (byte < 0x20 || byte > 0x7e) return 0;
  }
  if (i === 0) return 0;
  for (let j = i; j < 24; j++) if (b[at + j] !== 0) return 0.2;
  return 0.25;
}

/** Reserved bytes are 0 or 0xFF in every published capture. */
function reservedScore(b: Uint8Array, at: number): number {
  let plain = 0;
  for (let i = 0; i < 8; i++) if (b[at + i] === 0 || b[at + i] === 0xff) plain++;
  return plain >= 6 ? 0.2 : 0;
}

function textRow(b: Uint8Array, o: number, latestYear: number): number {
  const id = textIdScore(b, o + 2);
  const rest =
    timeScore(u32(b, o + 27), latestYear) +
    (isVerify(b[o + 26] as number) ? 0.1 : 0) +
    (isState(b[o + 31] as number) ? 0.1 : 0) +
    reservedScore(b, o + 32);
  return (id + rest) * withoutId(id);
}

/** Keypads take nine digits; more would be a chance pattern. */
const MAX_NUMERIC_ID = 999_999_999;
const MAX_WORK_CODE = 99_999_999;

function numberRow(b: Uint8Array, o: number, latestYear: number): number {
  const id = u32(b, o);
  const idScore = id === 0 ? 0 : id <= MAX_NUMERIC_ID ? 0.25 : 0.1;
  const shape = u16(b, o + 10) === 0 && u32(b, o + 12) <= MAX_WORK_CODE ? 0.2 : 0;
  const rest =
    timeScore(u32(b, o + 4), latestYear) +
    (isVerify(b[o + 9] as number) ? 0.1 : 0) +
    (isState(b[o + 8] as number) ? 0.1 : 0) +
    shape;
  return (idScore + rest) * withoutId(idScore) * withoutTime(u32(b, o + 4), latestYear);
}

function slotRow(b: Uint8Array, o: number, latestYear: number): number {
  const flags = b[o + 2] as number;
  const id = u16(b, o) === 0 ? 0 : 0.25;
  const rest =
    timeScore(u32(b, o + 4), latestYear) +
    (flags >> 5 <= 5 ? 0.1 : 0) +
    (((flags >> 3) & 3) <= 2 ? 0.1 : 0) +
    (b[o + 3] === 0 ? 0.2 : 0);
  return (id + rest) * withoutId(id) * withoutTime(u32(b, o + 4), latestYear);
}

/** Two packed years. Neighbouring records are days apart; a wrong step reads something else as every other time. */
const WILD_JUMP_SECONDS = 2 * 372 * 86_400;
const JUMP_PENALTY = 0.2;

const timeOffset = (layout: AttendanceLayout): number => (layout.form === 'text' ? 27 : 4);

/** Score of the first rows from `from` on; 0 when there is not one whole row. Not for `slot-mixed`. */
export function scoreRows(
  bytes: Uint8Array,
  layout: AttendanceLayout,
  latestYear: number,
  from = 0,
  maxRows = SAMPLE_ROWS,
): number {
  const rows = Math.min(maxRows, Math.floor((bytes.length - from) / layout.recordBytes));
  if (rows <= 0) return 0;
  const row = layout.form === 'text' ? textRow : layout.form === 'number' ? numberRow : slotRow;
  const timeAt = from + timeOffset(layout);
  let sum = 0;
  let before = u32(bytes, timeAt);
  for (let i = 0; i < rows; i++) {
    const time = u32(bytes, timeAt + i * layout.recordBytes);
    const jump = !isUnsetTime(time) && Math.abs(time - before) > WILD_JUMP_SECONDS ? JUMP_PENALTY : 0;
    if (!isUnsetTime(time)) before = time;
    sum += Math.max(0, row(bytes, from + i * layout.recordBytes, latestYear) - jump);
  }
  return sum / rows;
}
