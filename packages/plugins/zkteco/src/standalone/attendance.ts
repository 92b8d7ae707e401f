import { createAttendanceDecoder } from '../wire/attendance-decoder.js';
import { putU32 } from '../wire/bytes.js';
import { type OpenLog, openAttendanceLog } from './attendance-log.js';
import type { AttendanceOptions, AttendanceSummary, LogVerdict } from './attendance-types.js';
import { inBlocks } from './blocks.js';
import { withTerminalHeld } from './hold.js';
import { type CursorTracker, createCursorTracker, type LogCursor } from './log-cursor.js';
import type { StandaloneSession } from './session-types.js';

const DEFAULT_PAGE_RECORDS = 4_000;
const DEFAULT_FULL_REREAD_MS = 24 * 60 * 60 * 1000;
const LENGTH_WORD_BYTES = 4;
/** Mixed records have no fixed size; they are handed on when all are there. */
const MIXED_BLOCK_BYTES = 64 * 1024;

/**
 * Reads the attendance log, from the cursor on when the known part is unchanged, else from the beginning. Memory does not
 * grow with the log. Resolves only when every record that the terminal announced was handed on; otherwise it throws and
 * says how far it came, and the cursor of the last page taken leads on from there.
 * Never changes anything on the terminal.
 * @throws ZK_TIMEOUT, ZK_LINE_CUT, ZK_TRANSFER_INCOMPLETE, ZK_TRANSFER_MISMATCH, ZK_CLAIM_TOO_LARGE, ZK_MEMORY_GARBAGE, ZK_RECORD_SIZE_UNKNOWN…
 */
export async function readAttendance(
  session: StandaloneSession,
  options: AttendanceOptions,
): Promise<AttendanceSummary> {
  const reserved = await session.reserve('attendance', options.signal);
  try {
    const read = async (): Promise<AttendanceSummary> => {
      const log = await openAttendanceLog(session, reserved, options);
      try {
        return await readLog(session, log, options);
      } finally {
        await log.table.close();
      }
    };
    return options.holdTerminal === true ? await withTerminalHeld(session, reserved, read) : await read();
  } finally {
    reserved.release();
  }
}

async function readLog(
  session: StandaloneSession,
  log: OpenLog,
  options: AttendanceOptions,
): Promise<AttendanceSummary> {
  const { table, contentBytes, layout, statedCount, comparison } = log;
  const cursor = options.cursor ?? null;
  const nowMs = session.clock.now();
  const summary = { statedCount, access: table.access, layout };
  if (layout === null) {
    options.onStart?.({ recordsInLog: 0, from: 0 });
    const verdict = verdictOf(cursor, log, false, 0, false);
    return { ...summary, records: 0, recordsInLog: 0, log: verdict, cursor: null };
  }

  const { recordBytes } = layout;
  const fixed = layout.form !== 'slot-mixed';
  const rereadDue = cursor !== null && nowMs - cursor.fullAt >= (options.fullRereadEveryMs ?? DEFAULT_FULL_REREAD_MS);
  const resume = cursor !== null && comparison?.same === true && options.reread !== true && !rereadDue;
  const from = resume ? cursor.count : 0;
  const total = fixed ? contentBytes / recordBytes : null;
  const tracker: CursorTracker | null = !fixed
    ? null
    : resume && comparison.same
      ? createCursorTracker(recordBytes, nowMs, cursor, comparison.tail)
      : createCursorTracker(recordBytes, nowMs);
  const lastKnown = resume || cursor === null ? null : lastKnownSearch(cursor, recordBytes);
  options.onStart?.({ recordsInLog: total, from });

  const startByte = LENGTH_WORD_BYTES + from * recordBytes;
  const endByte = LENGTH_WORD_BYTES + contentBytes;
  const decoder = createAttendanceDecoder({
    announcedBytes: LENGTH_WORD_BYTES + endByte - startByte,
    count: null,
    latestYear: new Date(nowMs).getUTCFullYear(),
    maxBytes: session.limits.maxTableBytes + LENGTH_WORD_BYTES,
    layout,
    ...(log.userIdOfSlot === undefined ? {} : { userIdOfSlot: log.userIdOfSlot }),
  });
  // The decoder reads a table with its length word; for the part that is read here the word is that part's.
  decoder.push(lengthWord(endByte - startByte));

  let records = 0;
  const blockBytes = fixed ? (options.pageRecords ?? DEFAULT_PAGE_RECORDS) * recordBytes : MIXED_BLOCK_BYTES;
  for await (const block of inBlocks(table.read(startByte, endByte), blockBytes)) {
    const rows = decoder.push(block);
    tracker?.add(block);
    lastKnown?.look(block);
    if (rows.count === 0) continue;
    const firstIndex = from + records;
    records += rows.count;
    const progress = { records: from + records, total };
    await options.take({ rows, firstIndex, cursor: tracker?.cursor() ?? null, progress });
  }
  decoder.finish();

  const recordsInLog = from + records;
  return {
    ...summary,
    records,
    recordsInLog,
    log: verdictOf(cursor, log, resume, recordsInLog, lastKnown?.found() ?? false),
    cursor: tracker?.cursor() ?? null,
  };
}

function verdictOf(
  cursor: LogCursor | null,
  log: OpenLog,
  resumed: boolean,
  now: number,
  lastKnownFound: boolean,
): LogVerdict {
  if (cursor === null || cursor.count === 0) return { kind: 'first' };
  const known = cursor.count;
  const { comparison } = log;
  if (comparison === null) return { kind: 'not-comparable', known };
  if (comparison.same) return { kind: resumed ? 'continued' : 'reread', known };
  if (comparison.why === 'not-comparable') return { kind: 'not-comparable', known };
  return { kind: comparison.why, known, now, lastKnownFound };
}

function lastKnownSearch(cursor: LogCursor, recordBytes: number) {
  const wanted = Buffer.from(cursor.last, 'hex');
  let found = false;
  return {
    found: () => found,
    look(block: Uint8Array): void {
      if (found || wanted.length !== recordBytes) return;
      const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
      for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
        if (at % recordBytes !== 0) continue;
        found = true;
        return;
      }
    },
  };
}

function lengthWord(bytes: number): Uint8Array {
  const word = new Uint8Array(LENGTH_WORD_BYTES);
  putU32(word, 0, bytes);
  return word;
}
