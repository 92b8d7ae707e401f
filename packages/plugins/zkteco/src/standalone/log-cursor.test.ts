import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursorTracker, parseLogCursor, TAIL_RECORDS } from './log-cursor.js';

const RECORD = 8;

function log(records: number): Uint8Array {
  const bytes = new Uint8Array(records * RECORD);
  new DataView(bytes.buffer).setUint32(0, 1);
  for (let i = 0; i < records; i++) new DataView(bytes.buffer).setUint32(i * RECORD, i * 2_654_435_761);
  return bytes;
}

describe('log cursor', () => {
  it('is the same however the log came, and whether it was read at once or resumed', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.integer({ min: 1, max: 700 }), (known, more, block) => {
        const all = log(known + more);
        const whole = createCursorTracker(RECORD, 7);
        whole.add(all);

        const first = createCursorTracker(RECORD, 7);
        first.add(all.subarray(0, known * RECORD));
        const cursor = parseLogCursor(JSON.parse(JSON.stringify(first.cursor())));
        expect(cursor).not.toBeNull();
        const tail = all.subarray(Math.max(0, known - TAIL_RECORDS) * RECORD, known * RECORD);
        const resumed = createCursorTracker(RECORD, 99, cursor, tail);
        for (let at = known; at < known + more; at += block) {
          resumed.add(all.subarray(at * RECORD, Math.min(known + more, at + block) * RECORD));
        }
        const { marks, ...rest } = resumed.cursor();
        const { marks: wholeMarks, ...wholeRest } = whole.cursor();
        expect(rest).toEqual(wholeRest);
        // A mark's place depends on when the stride doubled; those in common say the same.
        const byPlace = new Map(wholeMarks.map((mark) => [mark.at, mark.hash]));
        for (const mark of marks) expect(byPlace.get(mark.at) ?? mark.hash).toBe(mark.hash);
      }),
      { numRuns: 60 },
    );
  });
});
