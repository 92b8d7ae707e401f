import type { AttendanceBatch } from '../wire/attendance-batch.js';
import type { AttendanceLayout } from '../wire/attendance-layout.js';
import type { LogCursor } from './log-cursor.js';
import type { TableAccess } from './table.js';

/** Some records, in the order of the log. Valid until the promise of `take` resolves. */
interface AttendancePage {
  readonly rows: AttendanceBatch;
  /** Place of row 0 in the terminal's log. */
  readonly firstIndex: number;
  /** Where to go on once these rows are durable; null where resuming is impossible (mixed 8- and 4-byte records). */
  readonly cursor: LogCursor | null;
  /** Records of the log known after this page, and all that it holds; null while that cannot be told. */
  readonly progress: { readonly records: number; readonly total: number | null };
}

export interface AttendanceOptions {
  /** What was stored with the last page taken; null or absent: from the beginning. */
  readonly cursor?: LogCursor | null;
  /** Reads all, whatever the cursor says. */
  readonly reread?: boolean;
  /** After so long since the last reading from the beginning all is read again. Default 24 h. */
  readonly fullRereadEveryMs?: number;
  /** Default 4,000. */
  readonly pageRecords?: number;
  /** Locks the terminal's keypad and sensor meanwhile. Default false: people would queue at the door. */
  readonly holdTerminal?: boolean;
  /** For 8-byte records, which name a slot only. When absent the user table is read for them. */
  readonly userIdOfSlot?: (uid: number) => string | undefined;
  /** When an operator fixed the record size, because content and count do not tell it. */
  readonly layout?: AttendanceLayout;
  /** Bytes of a record of terminals of this kind, for a content that fits several sizes. */
  readonly usualBytes?: number | undefined;
  readonly signal?: AbortSignal;
  /** Told when the reading has begun: how many records the log holds, and where reading starts. */
  readonly onStart?: (start: { readonly recordsInLog: number | null; readonly from: number }) => void;
  /** Takes a page; the next is asked for only when it has resolved. */
  take(page: AttendancePage): Promise<void>;
}

/** What became of the part of the log that was known. */
export type LogVerdict =
  /** Nothing was known. */
  | { readonly kind: 'first' }
  /** The known part is unchanged and was skipped. */
  | { readonly kind: 'continued'; readonly known: number }
  /** The known part looked unchanged; all was read again, because it was due or asked for. */
  | { readonly kind: 'reread'; readonly known: number }
  /** Old firmware or a changed record size: the known part could not be compared, all was read. */
  | { readonly kind: 'not-comparable'; readonly known: number }
  /** The log is shorter than what was known, or its known part is different. All was read. */
  | {
      readonly kind: 'shrunk' | 'changed';
      readonly known: number;
      readonly now: number;
      /**
       * Whether the last known record was met again. If so nothing fell between the two readings (the log wrapped round,
       * or records were inserted); if not, records may have been erased that nobody ever read.
       */
      readonly lastKnownFound: boolean;
    };

export interface AttendanceSummary {
  /** Records handed on. */
  readonly records: number;
  readonly recordsInLog: number;
  /** What command 50 says; null when it says nothing. A hint: firmware is known to say 0 with a full log. */
  readonly statedCount: number | null;
  readonly access: TableAccess;
  /** Null when the log is empty. */
  readonly layout: AttendanceLayout | null;
  readonly log: LogVerdict;
  /** For the next reading; to be stored even when no page came. */
  readonly cursor: LogCursor | null;
}
