import type { AttendanceColumns } from './attendance-columns.js';
import { createPackedTimeReader, type ZkTime } from './packed-time.js';

/** One attendance record with its texts made. */
export interface AttendanceRecord {
  /** Slot on the device, null when the record has none. Never the person: slots are re-used. */
  readonly uid: number | null;
  readonly deviceUserId: string;
  readonly verify: number;
  readonly state: number;
  readonly time: ZkTime;
  readonly workCode: number | null;
}

/** Records that one piece of the transfer completed. */
export interface AttendanceBatch {
  readonly columns: AttendanceColumns;
  readonly count: number;
  /** Record `i` with its texts; made at each call. */
  record(i: number): AttendanceRecord;
  /** The bytes of record `i`, a view of what was pushed: copy or convert it before the next push. */
  raw(i: number): Uint8Array;
}

export function createBatch(
  columns: AttendanceColumns,
  hasUid: boolean,
  raw: (i: number) => Uint8Array,
): AttendanceBatch {
  const readTime = createPackedTimeReader();
  return {
    columns,
    count: columns.count,
    raw,
    record(i) {
      return {
        uid: hasUid ? (columns.uid[i] as number) : null,
        deviceUserId: columns.userIds[columns.userIndex[i] as number] as string,
        verify: columns.verify[i] as number,
        state: columns.state[i] as number,
        time: readTime(columns.timeRaw[i] as number),
        workCode: columns.workCode === null ? null : (columns.workCode[i] as number),
      };
    },
  };
}
