import type { Progress } from './ask.js';

/** Which table, and how it is asked for. */
export interface TableRequest {
  /** For errors. */
  readonly name: string;
  /** What a buffered read (1503) names: the table's own command, and the manual's "fct" and "ext". */
  readonly command: number;
  readonly fct: number;
  readonly ext: number;
  /** How firmware without buffered reads is asked; null when it cannot be. */
  readonly direct: { readonly command: number; readonly data?: Uint8Array } | null;
}

/**
 * - `buffered`: any part may be asked for.
 * - `inline`: it came whole with the answer.
 * - `direct`: old firmware sends it from beginning to end, once.
 */
export type TableAccess = 'buffered' | 'inline' | 'direct';

/**
 * A table of the terminal, open for reading. Holds at most one chunk of it. Belongs to the operation that opened it,
 * which holds the line meanwhile.
 */
export interface OpenTable {
  readonly name: string;
  readonly access: TableAccess;
  /** As announced, with the table's own length word and padding. */
  readonly totalBytes: number;
  readonly progress: Progress;
  /** The first bytes, fewer when the table is shorter. They are kept and come again from `read`. */
  peek(bytes: number): Promise<Uint8Array>;
  /**
   * Bytes `[from, to)` in order, in pieces of at most one chunk. What was yielded is right even if it throws later;
   * when it returns normally every byte was yielded. In `direct` access it may be called once.
   * @throws ZK_TIMEOUT, ZK_TRANSFER_INCOMPLETE, ZK_TRANSFER_MISMATCH, ZK_LINE_CUT, ZK_ABORTED…, with how far it came
   */
  read(from: number, to?: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** Tells the terminal to give its buffer back. Idempotent, never throws. */
  close(): Promise<void>;
}
