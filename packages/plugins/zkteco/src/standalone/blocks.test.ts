import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBlocks } from './blocks.js';

async function* streamOf(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield piece;
}

describe('blocks', () => {
  it('hold every byte in order, all of the wanted size but the last', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 50 }));
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 60 }), async (given, size) => {
        const blocks: Uint8Array[] = [];
        for await (const block of inBlocks(streamOf(given), size)) blocks.push(Uint8Array.from(block));
        expect(Buffer.concat(blocks)).toEqual(Buffer.concat(given));
        expect(blocks.slice(0, -1).every((block) => block.length === size)).toBe(true);
        expect(blocks.every((block) => block.length > 0)).toBe(true);
      }),
    );
  });
});
