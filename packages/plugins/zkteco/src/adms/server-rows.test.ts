import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMS_LIMITS } from './server-limits.js';
import { type RowPiece, rowCutter } from './server-rows.js';

function run(body: Buffer, sizes: readonly number[], limits = ADMS_LIMITS, startsRow?: (line: Buffer) => boolean) {
  const cutter = rowCutter(limits, startsRow);
  const pieces: RowPiece[] = [];
  let from = 0;
  for (let i = 0; from < body.length; i += 1) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    pieces.push(...cutter.push(body.subarray(from, from + size)));
    from += size;
  }
  pieces.push(...cutter.end());
  return pieces;
}
const rowsOf = (pieces: readonly RowPiece[]) =>
  pieces.flatMap((piece) => (piece.kind === 'rows' ? piece.bytes.toString('latin1').split('\n').filter(Boolean) : []));

describe('rowCutter', () => {
  it('gives every row once and whole, however the body was cut on its way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z0-9\t]{1,80}$/), { maxLength: 400 }),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (rows, sizes, maxRowsHeld, closed) => {
          const body = Buffer.from(rows.join('\n') + (closed ? '\n' : ''));
          const pieces = run(body, sizes, { ...ADMS_LIMITS, maxRowsHeld, maxBytesHeld: 4096 });
          expect(rowsOf(pieces)).toEqual(rows);
          for (const piece of pieces) {
            expect(piece.kind).toBe('rows');
            if (piece.kind === 'rows') {
              expect(piece.bytes.toString().trimEnd().split('\n').length).toBeLessThanOrEqual(maxRowsHeld);
            }
          }
        },
      ),
    );
  });

  it('skips one endless row, says how long it was, and goes on with the next', () => {
    const limits = { ...ADMS_LIMITS, maxBytesHeld: 50_000 };
    const body = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(200_000, 'x'), Buffer.from('\nb\nc\n')]);
    const pieces = run(body, [40_000], limits);
    expect(rowsOf(pieces)).toEqual(['a', 'b', 'c']);
    expect(pieces.find((piece) => piece.kind === 'overlong')).toMatchObject({ bytes: 200_001 });
  });

  it('keeps a row whose template holds line feeds together', () => {
    const startsRow = (line: Buffer) => /^(FP|USER|OPLOG) /.test(line.toString('latin1'));
    const row = 'FP PIN=1\tTMP=aaaa\r\nbbbb\r\ncccc\n';
    const pieces = run(Buffer.from(row.repeat(3)), [7], { ...ADMS_LIMITS, maxRowsHeld: 1 }, startsRow);
    expect(pieces.map((piece) => piece.kind === 'rows' && piece.bytes.toString())).toEqual([row, row, row]);
  });
});
