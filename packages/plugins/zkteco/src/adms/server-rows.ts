import type { AdmsLimits } from './server-limits.js';

/** A group of whole rows, or a row too long to be held. */
export type RowPiece =
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'overlong'; readonly head: Buffer; readonly bytes: number };

const LF = 0x0a;
const HEAD_BYTES = 256;
/** Joined before they are searched, so that a client that sends single bytes costs no more than one that does not. */
const JOIN_BYTES = 32 * 1024;
/** Longest beginning of a row that `startsRow` needs to see. */
const TAG_BYTES = 16;

/**
 * Cuts a stream of bytes into groups of whole rows, so that a body of any length is worked off in bounded memory.
 *
 * `startsRow` says whether what follows a line feed begins a new row: templates inside FP rows may hold line feeds.
 * A row longer than `maxBytesHeld` is counted and skipped; only its head is kept, to say what it was.
 */
export function rowCutter(limits: AdmsLimits, startsRow: (line: Buffer) => boolean = () => true) {
  let arrived: Buffer[] = [];
  let arrivedBytes = 0;
  let held: Buffer = Buffer.alloc(0);
  let overlong: { head: Buffer; bytes: number } | null = null;

  function join(): void {
    if (arrivedBytes === 0) return;
    held = held.length === 0 && arrived.length === 1 ? (arrived[0] as Buffer) : Buffer.concat([held, ...arrived]);
    arrived = [];
    arrivedBytes = 0;
  }

  /** End of the last row that is surely whole within the first `maxRowsHeld`, and whether the limit was met. */
  function lastWholeRow(final: boolean): { end: number; full: boolean } {
    let end = 0;
    let rows = 0;
    for (let lf = held.indexOf(LF); lf >= 0; lf = held.indexOf(LF, lf + 1)) {
      const next = held.subarray(lf + 1, lf + 1 + TAG_BYTES);
      if (!final && next.length < TAG_BYTES) break;
      if (next.length > 0 && !startsRow(next)) continue;
      end = lf + 1;
      rows += 1;
      if (rows >= limits.maxRowsHeld) return { end, full: true };
    }
    return { end: final ? held.length : end, full: false };
  }

  function* take(end: number): Generator<RowPiece> {
    let bytes = held.subarray(0, end);
    held = held.subarray(end);
    if (overlong !== null) {
      const lf = bytes.indexOf(LF);
      const tail = lf < 0 ? bytes.length : lf + 1;
      yield { kind: 'overlong', head: overlong.head, bytes: overlong.bytes + tail };
      overlong = null;
      bytes = bytes.subarray(tail);
    }
    if (bytes.length > 0) yield { kind: 'rows', bytes };
  }

  function* cut(final: boolean): Generator<RowPiece> {
    join();
    for (;;) {
      const { end, full } = lastWholeRow(final);
      if (end > 0 && (full || final || held.length >= limits.maxBytesHeld / 4)) yield* take(end);
      if (!full) break;
    }
    if (final || held.length <= limits.maxBytesHeld) return;
    overlong ??= { head: Buffer.from(held.subarray(0, HEAD_BYTES)), bytes: 0 };
    overlong = { head: overlong.head, bytes: overlong.bytes + held.length };
    held = Buffer.alloc(0);
  }

  return {
    *push(piece: Buffer): Generator<RowPiece> {
      arrived.push(piece);
      arrivedBytes += piece.length;
      if (arrivedBytes >= JOIN_BYTES) yield* cut(false);
    },
    *end(): Generator<RowPiece> {
      yield* cut(true);
      if (overlong !== null) yield { kind: 'overlong', head: overlong.head, bytes: overlong.bytes };
      overlong = null;
    },
  };
}
