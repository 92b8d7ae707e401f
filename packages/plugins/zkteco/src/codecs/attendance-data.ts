import { type HadirError, isHadirError } from '@hadir/sdk';
import type { CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { createBatch } from '../wire/attendance-batch.js';
import { chooseAttendanceLayout } from '../wire/attendance-choose.js';
import { decodeAttendanceColumns } from '../wire/attendance-columns.js';
import { createAttendanceDecoder } from '../wire/attendance-decoder.js';
import { type AttendanceLayout, KNOWN_LAYOUTS } from '../wire/attendance-layout.js';
import { scoreRows } from '../wire/attendance-score.js';
import { hexSample, u32 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import { type CapturedFrame, frameJson, readFrame } from './frame-input.js';
import { codec, recordJson } from './json.js';

/** A capture has no clock. Times after this year count against a layout; they are still decoded. */
const LATEST_YEAR = 2050;

interface Found {
  readonly layout: AttendanceLayout;
  /** Bytes before the first whole record: the end of one that began in the packet before. */
  readonly lead: number;
}

/** Below this a packet from the middle of a transfer is not known to hold attendance records. */
const LEAST_SCORE = 0.8;

/** A packet from the middle of a transfer begins anywhere in a record: every size is tried at every phase. */
function findPhase(data: Uint8Array): Found {
  let best: (Found & { readonly score: number }) | null = null;
  for (const layout of KNOWN_LAYOUTS) {
    for (let lead = 0; lead < layout.recordBytes; lead++) {
      const score = scoreRows(data, layout, LATEST_YEAR, lead);
      if (score > (best?.score ?? 0)) best = { layout, lead, score };
    }
  }
  if (best === null || best.score < LEAST_SCORE) {
    throw zkError('ZK_MEMORY_GARBAGE', { table: 'attendance', sample: hexSample(data) });
  }
  return best;
}

const RECORD_BYTES = 40;
const VERIFY_AT = 26;
const isVerifyCode = (byte: number | undefined): boolean => byte !== undefined && byte >= 1 && byte <= 29;

interface Sample {
  readonly bytes: Uint8Array;
  /** A byte was left out to make sense of the capture. */
  readonly realigned: boolean;
}

/**
 * The records of a capture that was cut inside its first record: zeros in place of what is missing keep the rest readable.
 * Captures copied by hand gain or lose zeros of the padding behind the user id; when the verify code stands one byte late
 * (and its own place is empty), that one is taken out.
 */
function cutSample(bytes: Uint8Array, context: CodecContext, innerSize: number): Sample {
  const size = Math.min(innerSize, RECORD_BYTES);
  if (context.truncated !== true || bytes.length >= size) return { bytes, realigned: false };
  const late = bytes[VERIFY_AT] === 0 && isVerifyCode(bytes[VERIFY_AT + 1]) && bytes[VERIFY_AT - 1] === 0;
  const out = new Uint8Array(size);
  if (late) {
    out.set(bytes.subarray(0, VERIFY_AT));
    out.set(bytes.subarray(VERIFY_AT + 1), VERIFY_AT);
  } else {
    out.set(bytes);
  }
  return { bytes: out, realigned: late };
}

const countOf = (context: CodecContext): number | null => (typeof context.count === 'number' ? context.count : null);

function recordsJson(records: Uint8Array, layout: AttendanceLayout) {
  const columns = decodeAttendanceColumns(records, layout);
  const raw = (i: number) => records.subarray(i * layout.recordBytes, (i + 1) * layout.recordBytes);
  const batch = createBatch(columns, layout.form !== 'number', raw);
  const show = (i: number) => recordJson(batch.record(i), raw(i), layout);
  return columns.count === 0 ? {} : { first: show(0), last: show(columns.count - 1) };
}

function firstPacket(captured: CapturedFrame, innerSize: number, context: CodecContext) {
  const { data } = captured.frame;
  const { bytes: sample, realigned } = cutSample(data.subarray(4), context, innerSize);
  const layout =
    innerSize === 0
      ? null
      : chooseAttendanceLayout({ size: innerSize, count: countOf(context), sample, latestYear: LATEST_YEAR });
  return {
    ...frameJson(captured),
    sequence: captured.frame.session,
    innerSize,
    ...(realigned ? { realigned } : {}),
    recordBytes: layout?.recordBytes ?? null,
    records: layout === null ? 0 : layout.form === 'slot-mixed' ? null : innerSize / layout.recordBytes,
    ...(layout === null || layout.form === 'slot-mixed' ? {} : recordsJson(sample, layout)),
  };
}

function laterPacket(captured: CapturedFrame) {
  const { data } = captured.frame;
  const { layout, lead } = findPhase(data);
  const whole = Math.floor((data.length - lead) / layout.recordBytes);
  return {
    ...frameJson(captured),
    sequence: captured.frame.session,
    recordBytes: layout.recordBytes,
    recordsWhole: whole,
    leadingTailBytes: lead,
    trailingHeadBytes: data.length - lead - whole * layout.recordBytes,
    ...recordsJson(data.subarray(lead, lead + whole * layout.recordBytes), layout),
  };
}

function dataAttendance(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, COMMAND.DATA);
  const { data } = captured.frame;
  const announced = data.length >= 4 ? u32(data, 0) : null;
  // Only the first packet of a transfer begins with the table's length word; inline answers carry the session id instead.
  const total = Math.max(data.length, (captured.tcpLength ?? 0) - 8);
  if (announced !== null && announced + 4 >= data.length && (captured.frame.session === 0 || announced + 4 === total)) {
    return firstPacket(captured, announced, context);
  }
  return laterPacket(captured);
}

/** Whole tables in memory, as `hadir decode` gets them from a file: every record, up to a bound. */
const MAX_SHOWN_RECORDS = 1000;

function attendanceTable(input: Uint8Array, context: CodecContext) {
  const decoder = createAttendanceDecoder({
    announcedBytes: input.length,
    count: countOf(context),
    latestYear: LATEST_YEAR,
  });
  const batch = decoder.push(input);
  decoder.finish();
  const layout = decoder.layout;
  if (layout === null) return { records: 0, rows: [] };
  const rows = Array.from({ length: Math.min(batch.count, MAX_SHOWN_RECORDS) }, (_, i) =>
    recordJson(batch.record(i), batch.raw(i), layout),
  );
  return { records: batch.count, form: layout.form, recordBytes: layout.recordBytes, rows };
}

/** The old direct read answers with a table that may be memory garbage; says whether it looks like records. */
function legacyAttendance(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, COMMAND.ATTLOG_RRQ, COMMAND.DATA);
  if (captured.frame.command === COMMAND.ATTLOG_RRQ) return frameJson(captured);
  const { data, session } = captured.frame;
  if (data.length < 4) throw zkError('ZK_DATA_TOO_SHORT', { what: 'attendance', received: data.length, expected: 4 });
  const innerSize = u32(data, 0);
  return {
    ...frameJson(captured),
    sequence: session,
    innerSize,
    problem: problemOf(() => attendanceTable(data.subarray(0, 4 + innerSize), context))?.code ?? null,
  };
}

function problemOf(decode: () => unknown): HadirError | null {
  try {
    decode();
    return null;
  } catch (error) {
    if (isHadirError(error)) return error;
    throw error;
  }
}

/** Codecs of attendance tables and their packets. */
export const attendanceCodecs = [
  codec('data-att', 'CMD_DATA with attendance records, from the beginning or the middle of a transfer', dataAttendance),
  codec('att-table', 'A whole attendance table with its length word', attendanceTable),
  codec('legacy-att', 'CMD_ATTLOG_RRQ (13) and its direct answer', legacyAttendance),
];
