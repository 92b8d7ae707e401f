import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

/**
 * How far a terminal's attendance log has been read, and enough of what was read to notice when the part that we skip is
 * no longer what it was.
 *
 * Why it may be trusted: terminals append. What else can happen to a log moves or changes records, and each shows:
 * - cleared, wholly or in part: fewer records than known, or another beginning;
 * - full and wrapping round: all records move towards the beginning, so head, marks and tail all differ;
 * - records inserted early (a USB import): everything behind them moves, so the tail differs;
 * - cleared and grown again beyond the known count: head and tail differ.
 * Only a change that moves nothing could pass, an overwritten record between two marks or an insertion balanced by a
 * removal: for that the whole log is read again from time to time. Reading twice costs time, never double records.
 *
 * A transfer that was cut leaves a cursor in the middle of the log, and the next reading goes on there.
 */
export const LogCursor = Type.Object(
  {
    v: Type.Literal(1),
    recordBytes: Type.Integer({ minimum: 8, maximum: 128 }),
    /** Records read from the beginning of the log without a gap. */
    count: Type.Integer({ minimum: 0 }),
    head: Type.String({ maxLength: 64 }),
    tail: Type.String({ maxLength: 64 }),
    /** Hashes of the records before these positions. */
    marks: Type.Array(Type.Object({ at: Type.Integer({ minimum: 1 }), hash: Type.String({ maxLength: 64 }) }), {
      maxItems: 16,
    }),
    /** The last known record, in hexadecimal: found again, it proves that nothing fell between two readings. */
    last: Type.String({ maxLength: 256 }),
    /** When the reading that this cursor goes back to began at the first record, ms since 1970. */
    fullAt: Type.Integer(),
  },
  { additionalProperties: false },
);
export type LogCursor = Static<typeof LogCursor>;

/** What the host kept, if it is a cursor of this version; anything else means reading from the beginning. */
export function parseLogCursor(value: unknown): LogCursor | null {
  return Value.Check(LogCursor, value) ? value : null;
}

/** Records hashed at the beginning of the log and at its known end. */
export const HEAD_RECORDS = 16;
export const TAIL_RECORDS = 32;
/** Records hashed before each mark. */
export const MARK_RECORDS = 4;
const FIRST_STRIDE = 1024;
const MAX_MARKS = 8;

export function hashRecords(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Follows a reading and gives the cursor at any record. */
export interface CursorTracker {
  /** Takes whole records in the order of the log. */
  add(records: Uint8Array): void;
  cursor(): LogCursor;
}

/**
 * @param from the cursor to go on from, when the known part was found unchanged
 * @param knownTail its last `TAIL_RECORDS` records, as read again from the terminal
 */
export function createCursorTracker(
  recordBytes: number,
  nowMs: number,
  from: LogCursor | null = null,
  knownTail: Uint8Array = new Uint8Array(0),
): CursorTracker {
  let count = from?.count ?? 0;
  let trail: Uint8Array = Uint8Array.from(knownTail);
  // A known part shorter than the head is wholly in its tail.
  let head: Uint8Array | null = count < HEAD_RECORDS ? trail : null;
  const headHash = from?.head ?? '';
  let marks: LogCursor['marks'] = from?.marks ?? [];
  // Marks stand at the multiples of the stride, so the first of them is the stride.
  let stride = marks[0]?.at ?? FIRST_STRIDE;

  function mark(at: number, bytes: Uint8Array): void {
    marks = [...marks, { at, hash: hashRecords(bytes) }];
    if (marks.length <= MAX_MARKS) return;
    stride *= 2;
    marks = marks.filter((m) => m.at % stride === 0);
  }

  return {
    add(records) {
      const joined = Buffer.concat([trail, records]);
      const firstOfJoined = count - trail.length / recordBytes;
      const known = count;
      count += records.length / recordBytes;
      if (head !== null && head.length < HEAD_RECORDS * recordBytes) {
        head = Buffer.concat([head, records]).subarray(0, HEAD_RECORDS * recordBytes);
      }
      for (let at = nextMultiple(known, stride); at <= count; at = nextMultiple(at, stride)) {
        const end = (at - firstOfJoined) * recordBytes;
        mark(at, joined.subarray(end - MARK_RECORDS * recordBytes, end));
      }
      trail = Uint8Array.from(joined.subarray(Math.max(0, joined.length - TAIL_RECORDS * recordBytes)));
    },
    cursor: () => ({
      v: 1,
      recordBytes,
      count,
      head: head === null ? headHash : hashRecords(head),
      tail: hashRecords(trail),
      marks: [...marks],
      last: Buffer.from(trail.subarray(Math.max(0, trail.length - recordBytes))).toString('hex'),
      fullAt: from?.fullAt ?? nowMs,
    }),
  };
}

function nextMultiple(after: number, of: number): number {
  return (Math.floor(after / of) + 1) * of;
}
