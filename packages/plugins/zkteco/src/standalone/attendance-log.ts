import { chooseAttendanceLayout, LAYOUT_SAMPLE_BYTES } from '../wire/attendance-choose.js';
import { type AttendanceLayout, layoutOfSize } from '../wire/attendance-layout.js';
import { innerSize } from '../wire/bulk.js';
import type { AttendanceOptions } from './attendance-types.js';
import { openTable, tableRequest } from './bulk.js';
import { statedCounts } from './counts.js';
import { compareLog, type LogComparison } from './log-compare.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';
import type { OpenTable } from './table.js';
import { readUserTable } from './user-table.js';

/** The attendance log, open, with what is known of it before the first record is read. */
export interface OpenLog {
  readonly table: OpenTable;
  /** Bytes of records. */
  readonly contentBytes: number;
  /** Null when the log is empty. */
  readonly layout: AttendanceLayout | null;
  readonly statedCount: number | null;
  /** With the cursor's known part; null without one, or when the record size is another. */
  readonly comparison: LogComparison | null;
  readonly userIdOfSlot: ((uid: number) => string | undefined) | undefined;
}

const LENGTH_WORD_BYTES = 4;

export async function openAttendanceLog(
  session: StandaloneSession,
  reserved: ReservedLine,
  options: AttendanceOptions,
): Promise<OpenLog> {
  const counts = await statedCounts(reserved, options.signal);
  const log = await open(session, reserved, options, counts?.records ?? null);
  const slots = log.layout?.form === 'slot' || log.layout?.form === 'slot-mixed';
  if (!slots || options.userIdOfSlot !== undefined) return { ...log, userIdOfSlot: options.userIdOfSlot };

  // These records name slots only. The terminal has one buffer, so the log is closed, and opened again after the users.
  await log.table.close();
  const { users } = await readUserTable(session, reserved, { count: counts?.users ?? null, signal: options.signal });
  const ids = new Map(users.map((user) => [user.uid, user.deviceUserId]));
  const again = await open(session, reserved, options, counts?.records ?? null);
  return { ...again, userIdOfSlot: (uid) => ids.get(uid) };
}

async function open(
  session: StandaloneSession,
  reserved: ReservedLine,
  options: AttendanceOptions,
  statedCount: number | null,
): Promise<OpenLog> {
  const { signal } = options;
  const table = await openTable({ session, reserved, request: tableRequest('attendance'), signal });
  try {
    const contentBytes = table.totalBytes === 0 ? 0 : innerSize(await table.peek(4), table.totalBytes, table.name);
    const found = await recognise(table, contentBytes, session, options, statedCount);
    return { table, contentBytes, statedCount, userIdOfSlot: undefined, ...found };
  } catch (error) {
    await table.close();
    throw error;
  }
}

async function recognise(
  table: OpenTable,
  contentBytes: number,
  session: StandaloneSession,
  options: AttendanceOptions,
  count: number | null,
): Promise<{ readonly layout: AttendanceLayout | null; readonly comparison: LogComparison | null }> {
  const cursor = options.cursor ?? null;
  const comparable = cursor !== null && cursor.count > 0;
  if (contentBytes === 0) return { layout: null, comparison: comparable ? { same: false, why: 'shrunk' } : null };

  if (comparable && contentBytes % cursor.recordBytes === 0) {
    const known = layoutOfSize(cursor.recordBytes);
    const comparison = await compareLog(table, cursor, contentBytes / cursor.recordBytes);
    // Only records that are the very same prove that the record size is the same too.
    if (comparison.same && known !== null) return { layout: known, comparison };
    return { layout: await choose(), comparison };
  }
  return { layout: await choose(), comparison: null };

  async function choose(): Promise<AttendanceLayout> {
    if (options.layout !== undefined) return options.layout;
    const sample = (await table.peek(LENGTH_WORD_BYTES + LAYOUT_SAMPLE_BYTES)).subarray(LENGTH_WORD_BYTES);
    return chooseAttendanceLayout({
      size: contentBytes,
      count,
      sample: sample.subarray(0, contentBytes),
      usualBytes: options.usualBytes,
      latestYear: new Date(session.clock.now()).getUTCFullYear(),
    });
  }
}
