import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../image/rgb-image.js';
import { alignedChip, cut } from './chip.js';
import { invert, type Similarity, similarity } from './similarity.js';
import { TARGETS } from './targets.js';

const apply = ({ a, b, tx, ty }: Similarity, { x, y }: Point): Point => ({
  x: a * x - b * y + tx,
  y: b * x + a * y + ty,
});
const number = fc.double({ min: -500, max: 500, noNaN: true });
const point = fc.record({ x: number, y: number });
const anySimilarity = fc
  .record({
    angle: fc.double({ min: -3, max: 3, noNaN: true }),
    scale: fc.double({ min: 0.05, max: 8, noNaN: true }),
    tx: number,
    ty: number,
  })
  .map(({ angle, scale, tx, ty }) => ({ a: Math.cos(angle) * scale, b: Math.sin(angle) * scale, tx, ty }));

describe('similarity', () => {
  it('finds again what moved the points', () => {
    fc.assert(
      fc.property(anySimilarity, (truth) => {
        const { points } = TARGETS.arcface112;
        const found = similarity(
          points,
          points.map((one) => apply(truth, one)),
        );
        for (const key of ['a', 'b'] as const) expect(found[key]).toBeCloseTo(truth[key], 6);
        for (const key of ['tx', 'ty'] as const) expect(found[key]).toBeCloseTo(truth[key], 3);
      }),
    );
  });

  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(anySimilarity, point, (one, place) => {
        const back = apply(invert(one), apply(one, place));
        expect(back.x).toBeCloseTo(place.x, 3);
        expect(back.y).toBeCloseTo(place.y, 3);
      }),
    );
  });

  it('moves without turning when all points are in one place', () => {
    const same = [
      { x: 3, y: 4 },
      { x: 3, y: 4 },
    ];
    expect(
      similarity(same, [
        { x: 5, y: 4 },
        { x: 5, y: 4 },
      ]),
    ).toEqual({ a: 1, b: 0, tx: 2, ty: 0 });
  });
});

describe('cutting out', () => {
  const WIDTH = 40;
  const HEIGHT = 30;
  /** Red grows to the right, green downwards. */
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return [(pixel % WIDTH) * 6, Math.floor(pixel / WIDTH) * 8, 77][index % 3] ?? 0;
  });
  const picture = { width: WIDTH, height: HEIGHT, data };
  const at = (image: { width: number; data: Uint8Array }, x: number, y: number): number[] =>
    Array.from(image.data.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3));

  it('copies what is neither turned nor scaled', () => {
    const part = cut(picture, { a: 1, b: 0, tx: 4, ty: 5 }, 10, 8);
    expect(at(part, 0, 0)).toEqual([24, 40, 77]);
    expect(at(part, 9, 7)).toEqual([78, 96, 77]);
  });

  it('shrinks by taking means', () => {
    const half = cut(picture, { a: 2, b: 0, tx: 0, ty: 0 }, 20, 15);
    expect(at(half, 0, 0)).toEqual([3, 4, 77]);
    expect(at(half, 10, 7)).toEqual([123, 116, 77]);
  });

  it('turns a quarter', () => {
    const turned = cut(picture, { a: 0, b: 1, tx: 30, ty: 0 }, 20, 20);
    // To the right in the cut-out is downwards in the picture.
    expect(at(turned, 10, 3)).toEqual([(30 - 4) * 6, 10 * 8, 77]);
  });

  it('is black beyond the picture', () => {
    const corner = cut(picture, { a: 1, b: 0, tx: -10, ty: -10 }, 12, 12);
    expect(at(corner, 0, 0)).toEqual([0, 0, 0]);
    expect(at(corner, 10, 10)).toEqual([0, 0, 77]);
  });

  it('brings the points of a face to where the model expects them', () => {
    const marked = new Uint8Array(data.length);
    const eye = { x: 12, y: 10 };
    marked.set([255, 255, 255], (eye.y * WIDTH + eye.x) * 3);
    const face = [
      { x: 12.5, y: 10.5 },
      { x: 24.5, y: 10.4 },
      { x: 18.6, y: 17.4 },
      { x: 18.6, y: 24.3 },
    ];
    const chip = alignedChip({ width: WIDTH, height: HEIGHT, data: marked }, face, 'arcface112', 112);
    let brightest = 0;
    for (let index = 0; index < chip.data.length; index += 3) {
      if ((chip.data[index] ?? 0) > (chip.data[brightest] ?? 0)) brightest = index;
    }
    const [target] = TARGETS.arcface112.points;
    expect(Math.abs(((brightest / 3) % 112) - target.x)).toBeLessThan(3);
    expect(Math.abs(Math.floor(brightest / 3 / 112) - target.y)).toBeLessThan(3);
  });
});
