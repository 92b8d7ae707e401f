import { zkError } from '../errors.js';
import { type AttendanceBatch, createBatch } from './attendance-batch.js';
import { chooseAttendanceLayout, LAYOUT_SAMPLE_BYTES } from './attendance-choose.js';
import { allocateColumns, fillColumns } from './attendance-columns.js';
import type { AttendanceLayout } from './attendance-layout.js';
import { decodeMixed } from './attendance-mixed.js';
import { scoreRows } from './attendance-score.js';
import { DEFAULT_MAX_TABLE_BYTES, innerSize } from './bulk.js';
import { hexSample } from './bytes.js';
import { createUserIdTable } from './user-id-table.js';

export interface AttendanceDecoderOptions {
  /** Bytes of the whole table with its length word, as the transfer announced them. */
  readonly announcedBytes: number;
  /** Records that the device says it holds; null when it does not say. A hint only. */
  readonly count: number | null;
  /** The present year, from the injected clock. */
  readonly latestYear: number;
  /** Default 256 MiB. */
  readonly maxBytes?: number;
  /** Skips the choice of the layout, e.g. when an operator fixed it. */
  readonly layout?: AttendanceLayout;
  /** For 8-byte records, which name a slot only. Unknown slots become `#<uid>`. */
  readonly userIdOfSlot?: (uid: number) => string | undefined;
}

/**
 * Turns an attendance table into records while it arrives. Takes pieces of any size, keeps no more than the start of the
 * log (until the layout is known) and one cut record; memory does not grow with the log.
 */
export interface AttendanceDecoder {
  /**
   * Takes the next bytes of the table and gives the records that are whole now (`count` may be 0).
   * @throws ZK_TRANSFER_MISMATCH, ZK_MEMORY_GARBAGE, ZK_RECORD_SIZE_UNKNOWN. After a throw nothing more may be pushed.
   */
  push(piece: Uint8Array): AttendanceBatch;
  /** Says that no more will come. @throws ZK_TRANSFER_INCOMPLETE unless every announced byte came */
  finish(): void;
  /** Null until enough came to know. */
  readonly layout: AttendanceLayout | null;
  readonly receivedBytes: number;
  readonly records: number;
}

const TABLE = 'attendance';
/** Mixed records can only be told apart when all of them are there; such units hold 100,000 at most. */
const MAX_MIXED_BYTES = 16 * 1024 * 1024;
/** Rows looked at in each piece, to notice when a stream turns into garbage half-way. */
const WATCHED_ROWS = 16;
const LEAST_WATCHED_SCORE = 0.4;

/** @throws ZK_CLAIM_TOO_LARGE */
export function createAttendanceDecoder(options: AttendanceDecoderOptions): AttendanceDecoder {
  const { announcedBytes, count, latestYear } = options;
  const limit = options.maxBytes ?? DEFAULT_MAX_TABLE_BYTES;
  if (announcedBytes > limit) throw zkError('ZK_CLAIM_TOO_LARGE', { claimed: announcedBytes, limit, table: TABLE });

  const table = createUserIdTable(options.userIdOfSlot);
  let layout: AttendanceLayout | null = null;
  let received = 0;
  let records = 0;
  /** Bytes kept until the layout is known; afterwards the beginning of a cut record. */
  let held: Uint8Array = new Uint8Array(0);
  let mixedBytes: Uint8Array | null = null;
  /** Bytes of records, once the length word was read. */
  let size: number | null = announcedBytes === 0 ? 0 : null;
  /** Bytes of records not yet seen by the record loop. */
  let rest = 0;

  const empty = () => batchOf(allocateColumns(0, layout ?? { form: 'text', recordBytes: 40 }, table), () => held);
  const batchOf = (columns: ReturnType<typeof allocateColumns>, raw: (i: number) => Uint8Array) => {
    records += columns.count;
    return createBatch(columns, layout?.form !== 'number', raw);
  };

  function join(piece: Uint8Array): Uint8Array {
    if (held.length === 0) return piece;
    const joined = new Uint8Array(held.length + piece.length);
    joined.set(held);
    joined.set(piece, held.length);
    held = new Uint8Array(0);
    return joined;
  }

  function watch(bytes: Uint8Array, known: AttendanceLayout): void {
    const whole = bytes.length >= known.recordBytes;
    if (whole && scoreRows(bytes, known, latestYear, 0, WATCHED_ROWS) < LEAST_WATCHED_SCORE) {
      throw zkError('ZK_MEMORY_GARBAGE', { table: TABLE, sample: hexSample(bytes) });
    }
  }

  /** Records of fixed size: a cut one at the start is completed, a cut one at the end is held. */
  function fixed(piece: Uint8Array, known: AttendanceLayout): AttendanceBatch {
    const step = known.recordBytes;
    let first: Uint8Array | null = null;
    let body = piece;
    if (held.length > 0) {
      const missing = step - held.length;
      if (piece.length < missing) {
        held = join(piece);
        return empty();
      }
      first = join(piece.subarray(0, missing));
      body = piece.subarray(missing);
    }
    const whole = Math.floor(body.length / step);
    const lead = first === null ? 0 : 1;
    const columns = allocateColumns(whole + lead, known, table);
    if (first !== null) fillColumns(first, 1, known, columns, 0, table);
    watch(body, known);
    fillColumns(body, whole, known, columns, lead, table);
    held = body.slice(whole * step);
    const start = body;
    const leader = first;
    return batchOf(columns, (i) =>
      leader !== null && i === 0 ? leader : start.subarray((i - lead) * step, (i - lead + 1) * step),
    );
  }

  function mixed(piece: Uint8Array, total: number): AttendanceBatch {
    if (total > MAX_MIXED_BYTES) {
      throw zkError('ZK_CLAIM_TOO_LARGE', { claimed: total, limit: MAX_MIXED_BYTES, table: TABLE });
    }
    mixedBytes ??= new Uint8Array(total);
    const all = mixedBytes;
    all.set(piece, total - rest - piece.length);
    if (rest > 0) return empty();
    const decoded = decodeMixed(all, table, latestYear);
    return batchOf(decoded.columns, (i) => all.subarray(decoded.starts[i], decoded.starts[i + 1] ?? all.length));
  }

  return {
    get layout() {
      return layout;
    },
    get receivedBytes() {
      return received;
    },
    get records() {
      return records;
    },
    push(piece) {
      received += piece.length;
      if (received > announcedBytes) {
        throw zkError('ZK_TRANSFER_MISMATCH', { table: TABLE, announced: announcedBytes, stated: received });
      }
      let bytes = piece;
      if (size === null) {
        bytes = join(piece);
        if (bytes.length < 4) {
          held = bytes.slice();
          return empty();
        }
        size = innerSize(bytes, announcedBytes, TABLE);
        rest = size;
        bytes = bytes.subarray(4);
      }
      // What follows the records is padding.
      const useful = bytes.subarray(0, Math.min(bytes.length, rest));
      rest -= useful.length;
      if (size === 0 || (useful.length === 0 && held.length === 0)) return empty();
      if (layout === null) {
        const sample = join(useful);
        if (sample.length < LAYOUT_SAMPLE_BYTES && rest > 0) {
          held = sample.slice();
          return empty();
        }
        layout = options.layout ?? chooseAttendanceLayout({ size, count, sample, latestYear });
        return layout.form === 'slot-mixed' ? mixed(sample, size) : fixed(sample, layout);
      }
      return layout.form === 'slot-mixed' ? mixed(useful, size) : fixed(useful, layout);
    },
    finish() {
      if (received < announcedBytes || held.length > 0) {
        throw zkError('ZK_TRANSFER_INCOMPLETE', { table: TABLE, received, expected: announcedBytes });
      }
    },
  };
}
