import { HEAD_RECORDS, hashRecords, type LogCursor, MARK_RECORDS, TAIL_RECORDS } from './log-cursor.js';
import type { OpenTable } from './table.js';

/** Bytes of the length word before the records. */
const LENGTH_WORD_BYTES = 4;

export type LogComparison =
  /** The known part is as it was; `tail` are its last records, read again. */
  | { readonly same: true; readonly tail: Uint8Array }
  /** Fewer records than known. */
  | { readonly same: false; readonly why: 'shrunk' | 'changed' | 'not-comparable' };

/** Looks at the known part of the log in a few places: beginning, marks, end. Reads some KiB, whatever the log's length. */
export async function compareLog(table: OpenTable, cursor: LogCursor, recordsInLog: number): Promise<LogComparison> {
  if (recordsInLog < cursor.count) return { same: false, why: 'shrunk' };
  // It comes from beginning to end anyway.
  if (table.access === 'direct') return { same: false, why: 'not-comparable' };
  const { recordBytes, count } = cursor;
  const records = (from: number, to: number): Promise<Uint8Array> =>
    readAll(table, LENGTH_WORD_BYTES + from * recordBytes, LENGTH_WORD_BYTES + to * recordBytes);

  // The end first: any insertion, removal or wrap before it moves it.
  const tail = await records(Math.max(0, count - TAIL_RECORDS), count);
  if (hashRecords(tail) !== cursor.tail) return { same: false, why: 'changed' };
  const head = await records(0, Math.min(HEAD_RECORDS, count));
  if (hashRecords(head) !== cursor.head) return { same: false, why: 'changed' };
  for (const mark of cursor.marks) {
    const sample = await records(mark.at - MARK_RECORDS, mark.at);
    if (hashRecords(sample) !== mark.hash) return { same: false, why: 'changed' };
  }
  return { same: true, tail };
}

async function readAll(table: OpenTable, from: number, to: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of table.read(from, to)) pieces.push(piece);
  return Buffer.concat(pieces);
}
