import type { Cursor } from '@hadir/sdk';

const VERSION = 1;

/**
 * One device has one cursor with the host, but may be read in several ways at once; each way keeps its part of it here.
 * A part changes only together with the batch that it belongs to: the host stores batches in the order of the calls and
 * refuses all that wait behind a failed one, so a part can never be ahead of its readings.
 */
export interface CursorBook {
  part(name: string): Cursor;
  /** The whole cursor to store, with this part renewed. */
  with(name: string, value: Cursor): Cursor;
}

export function cursorBook(stored: Cursor): CursorBook {
  let parts: Readonly<Record<string, Cursor>> = {};
  if (stored !== null && typeof stored === 'object' && !Array.isArray(stored)) {
    const { v, ...rest } = stored as Record<string, Cursor>;
    if (v === VERSION) parts = rest;
  }
  return {
    part: (name) => parts[name] ?? null,
    with(name, value) {
      parts = { ...parts, [name]: value };
      return { v: VERSION, ...parts };
    },
  };
}
