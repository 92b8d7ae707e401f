import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrink } from './shrink.js';

const picture = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 37) % 251),
});

describe('shrinking', () => {
  it('takes the mean of the pixels that are covered', () => {
    const data = Uint8Array.from([0, 0, 0, 10, 20, 30, 20, 40, 60, 30, 60, 90]);
    const small = shrink({ width: 2, height: 2, data }, { x: 0, y: 0, width: 2, height: 2 }, 1, 1);
    expect([...small.data]).toEqual([15, 30, 45]);
  });

  it('copies a part of the same size', () => {
    const whole = picture(8, 6);
    const part = shrink(whole, { x: 2, y: 3, width: 4, height: 2 }, 4, 2);
    expect([...part.data.subarray(0, 12)]).toEqual([...whole.data.subarray((3 * 8 + 2) * 3, (3 * 8 + 6) * 3)]);
  });

  it('keeps the mean of the whole and never reads beyond the picture', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat(20), fc.nat(20), (width, height, toWidth, toHeight, x, y) => {
        const part = { x, y, width: width + 0.4, height: height + 0.4 };
        const flat = { width, height, data: new Uint8Array(width * height * 3).fill(93) };
        expect(shrink(flat, part, toWidth, toHeight).data.every((value) => value === 93)).toBe(true);
      }),
    );
  });
});
