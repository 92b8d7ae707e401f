import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../embed/vector.js';
import { assign, type Sight } from './assign.js';

const box = (x: number) => ({ x, y: 0, width: 100, height: 100 });
const looks = (...values: number[]): Float32Array => normalise(Float32Array.from(values));
const ANI = looks(1, 0.1, 0);
const BUDI = looks(0, 1, 0.1);

describe('following faces', () => {
  it('goes on with a face that stayed', () => {
    expect(assign([{ box: box(0), vector: ANI }], [{ box: box(10), vector: ANI }])).toEqual([0]);
  });

  it('knows people who changed places by their faces', () => {
    const before: Sight[] = [
      { box: box(0), vector: ANI },
      { box: box(200), vector: BUDI },
    ];
    expect(
      assign(before, [
        { box: box(0), vector: BUDI },
        { box: box(200), vector: ANI },
      ]),
    ).toEqual([1, 0]);
  });

  it('does not take somebody else at the same place for the one before', () => {
    expect(assign([{ box: box(0), vector: ANI }], [{ box: box(0), vector: BUDI }])).toEqual([null]);
  });

  it('goes by the place while a face cannot be assessed', () => {
    expect(assign([{ box: box(0), vector: null }], [{ box: box(20), vector: ANI }])).toEqual([0]);
    expect(assign([{ box: box(0), vector: ANI }], [{ box: box(20), vector: null }])).toEqual([0]);
    expect(assign([{ box: box(0), vector: ANI }], [{ box: box(300), vector: null }])).toEqual([null]);
  });

  const sight = fc.record({
    box: fc.nat(500).map(box),
    vector: fc.option(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9)).map((v) => looks(...v))),
  });
  it('gives each track to one face at most', () => {
    fc.assert(
      fc.property(fc.array(sight, { maxLength: 6 }), fc.array(sight, { maxLength: 6 }), (tracks, faces) => {
        const given = assign(tracks, faces).filter((track) => track !== null);
        expect(new Set(given).size).toBe(given.length);
        expect(given.every((track) => track < tracks.length)).toBe(true);
      }),
    );
  });
});
