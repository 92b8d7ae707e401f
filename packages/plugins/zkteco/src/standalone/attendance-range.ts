import { type WallTime, wallToFields } from '@hadir/sdk';
import type { AttendanceBatch, AttendanceRecord } from '../wire/attendance-batch.js';
import { createAttendanceDecoder } from '../wire/attendance-decoder.js';
import { COMMAND } from '../wire/commands.js';
import { encodePackedTime, isPackedTimeValid } from '../wire/packed-time.js';
import { readAttendance } from './attendance.js';
import { isRefusal, openTable } from './bulk.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';
import type { OpenTable } from './table.js';

/** The rows of a page that lie in the range. */
interface RangeRows {
  readonly count: number;
  record(i: number): AttendanceRecord;
  raw(i: number): Uint8Array;
}

export interface RangeOptions {
  /** The terminal's own wall clock, both ends included. */
  readonly from: WallTime;
  readonly to: WallTime;
  readonly signal?: AbortSignal;
  take(rows: RangeRows): Promise<void>;
}

export interface RangeSummary {
  /** `device`: the firmware searched; `filtered`: it cannot, so all was read and filtered here. */
  readonly how: 'device' | 'filtered';
  readonly records: number;
  /** Records whose time does not exist; they are handed on too, since nobody can say that they are outside. */
  readonly undated: number;
}

/**
 * Records between two times: by the firmware's own search (table 10004) where it has one, else by reading everything.
 * @throws as `readAttendance`
 */
export async function readAttendanceBetween(session: StandaloneSession, options: RangeOptions): Promise<RangeSummary> {
  const from = encodePackedTime(wallToFields(options.from));
  const to = encodePackedTime(wallToFields(options.to));
  const found = { records: 0, undated: 0 };

  // Also over what the firmware searched: some may ignore the range, and then send everything.
  const take = async (batch: AttendanceBatch): Promise<void> => {
    const inRange: number[] = [];
    batch.columns.timeRaw.forEach((raw, i) => {
      const dated = isPackedTimeValid(raw);
      if (dated && (raw < from || raw > to)) return;
      if (!dated) found.undated++;
      inRange.push(i);
    });
    found.records += inRange.length;
    if (inRange.length > 0) await options.take(rowsOf(batch, inRange));
  };

  if (await searchOnDevice(session, options, from, to, take)) return { how: 'device', ...found };
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  await readAttendance(session, { ...signal, take: ({ rows }) => take(rows) });
  return { how: 'filtered', ...found };
}

function rowsOf(batch: AttendanceBatch, rows: readonly number[]): RangeRows {
  return {
    count: rows.length,
    record: (i) => batch.record(rows[i] as number),
    raw: (i) => batch.raw(rows[i] as number),
  };
}

/** @returns false when the firmware cannot */
async function searchOnDevice(
  session: StandaloneSession,
  { signal }: RangeOptions,
  from: number,
  to: number,
  take: (batch: AttendanceBatch) => Promise<void>,
): Promise<boolean> {
  const reserved = await session.reserve('attendance by time', signal);
  try {
    const table = await openSearch(session, reserved, from, to, signal);
    if (table === null) return false;
    try {
      const decoder = createAttendanceDecoder({
        announcedBytes: table.totalBytes,
        count: null,
        latestYear: new Date(session.clock.now()).getUTCFullYear(),
        maxBytes: session.limits.maxTableBytes,
      });
      for await (const piece of table.read(0)) {
        const batch = decoder.push(piece);
        if (batch.count > 0) await take(batch);
      }
      decoder.finish();
      return true;
    } finally {
      await table.close();
    }
  } finally {
    reserved.release();
  }
}

async function openSearch(
  session: StandaloneSession,
  reserved: ReservedLine,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<OpenTable | null> {
  // The packed times stand where fct and ext do otherwise; one source only, hence the way back to reading all.
  const request = { name: 'attendance', command: COMMAND.ATTLOG_BY_TIME, fct: from, ext: to, direct: null };
  try {
    return await openTable({ session, reserved, request, signal });
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
