import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, encodeFrame } from './frame.js';

test('frames come out whole and in order however the pipe cuts and joins them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
      (messages, sizes) => {
        const bytes = Buffer.concat(messages.map((message) => encodeFrame({ message })));
        const got: unknown[] = [];
        const reader = createFrameReader(10_000, (text) => got.push(JSON.parse(text)));
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          expect(reader.push(bytes.subarray(at, at + size))).toBeNull();
          at += size;
        }
        expect(got).toEqual(messages.map((message) => ({ message })));
      },
    ),
  );
});

test('a claim that is too long is refused in its header, and nothing after it is read', () => {
  const got: string[] = [];
  const reader = createFrameReader(100, (text) => got.push(text));
  const header = Buffer.from([101, 0, 0, 0]);
  expect(reader.push(Buffer.concat([encodeFrame(1), header]))).toEqual({ bytes: 101 });
  expect(reader.push(encodeFrame(2))).toEqual({ bytes: 101 });
  expect(got).toEqual(['1']);
  expect(createFrameReader(100, () => undefined).push(Buffer.alloc(4))).toEqual({ bytes: 0 });
});
