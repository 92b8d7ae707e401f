import { describe, expect, it } from 'vitest';
import { normalise } from '../embed/vector.js';
import { DLIB_RESNET, MOBILEFACENET } from '../models/built-in.js';
import { calibrateModel } from './calibrate.js';
import { normalQuantile } from './propose.js';

/** Normally distributed numbers, the same each time. */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A staff with so many templates each: `alike` is what all faces have in common, `noise` what differs between views. */
function staff(people: number, views: number, { alike, noise }: { alike: number; noise: number }) {
  const random = gaussian(7);
  const draw = () => Float32Array.from({ length: 512 }, () => random());
  const common = draw();
  return Array.from({ length: people }, (_, person) => {
    const own = draw().map((value, index) => value + alike * (common[index] ?? 0));
    return Array.from({ length: views }, () => {
      const view = draw();
      return {
        personKey: `P${person}`,
        vector: normalise(own.map((value, index) => value + noise * (view[index] ?? 0))),
      };
    });
  }).flat();
}

describe('calibration on the site’s own staff', () => {
  const ordinary = staff(40, 3, { alike: 0.1, noise: 0.5 });

  it('counts every pair of templates once', () => {
    const { people, genuinePairs, impostorPairs, points, model } = calibrateModel(MOBILEFACENET, ordinary);
    expect({ people, genuinePairs, impostorPairs }).toEqual({
      people: 40,
      genuinePairs: 40 * 3,
      impostorPairs: (120 * 119) / 2 - 120,
    });
    expect(model).toEqual({ id: 'mobilefacenet-512', version: '87aacdfe57510db2' });
    expect(points[0]?.threshold).toBe(0.2);
    expect(points[points.length - 1]?.threshold).toBe(0.8);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      expect(point.falseMatches).toBeLessThanOrEqual(before?.falseMatches ?? Number.POSITIVE_INFINITY);
      expect(point.falseNonMatches).toBeGreaterThanOrEqual(before?.falseNonMatches ?? 0);
    }
  });

  it('counts as looking at each pair does', () => {
    const entries = staff(8, 3, { alike: 0.6, noise: 0.7 });
    const { points } = calibrateModel(MOBILEFACENET, entries);
    for (const { threshold, falseMatches, falseNonMatches } of points.filter((_, index) => index % 7 === 0)) {
      let matches = 0;
      let nonMatches = 0;
      let near = 0;
      entries.forEach((one, index) => {
        for (const other of entries.slice(index + 1)) {
          const score = one.vector.reduce((sum, value, at) => sum + value * (other.vector[at] ?? 0), 0);
          const same = one.personKey === other.personKey;
          // A pair within a thousandth of the threshold may be counted on either side.
          if (Math.abs(score - threshold) < 0.0011) {
            near += 1;
            continue;
          }
          if (!same && score >= threshold) matches += 1;
          if (same && score < threshold) nonMatches += 1;
        }
      });
      expect(Math.abs(falseMatches - matches)).toBeLessThanOrEqual(near);
      expect(Math.abs(falseNonMatches - nonMatches)).toBeLessThanOrEqual(near);
    }
  });

  it('proposes the model’s own table where the staff is as different as its test pictures', () => {
    expect(calibrateModel(MOBILEFACENET, ordinary).proposed).toEqual({ accept: 0.5, review: 0.4, margin: 0.08 });
  });

  it('asks for more where people look more alike', () => {
    const { proposed } = calibrateModel(MOBILEFACENET, staff(40, 3, { alike: 1, noise: 0.3 }));
    expect(proposed?.accept).toBeGreaterThan(0.55);
    expect(proposed?.accept).toBeLessThanOrEqual(0.75);
    expect(proposed?.review).toBeLessThan(proposed?.accept ?? 0);
  });

  it('says nothing of too few people, of one view each, or of a model that never decides alone', () => {
    expect(calibrateModel(MOBILEFACENET, staff(9, 3, { alike: 0, noise: 0.5 })).proposed).toBe(null);
    expect(calibrateModel(MOBILEFACENET, staff(40, 1, { alike: 0, noise: 0.5 })).proposed).toBe(null);
    expect(calibrateModel(MOBILEFACENET, []).proposed).toBe(null);
    expect(calibrateModel(DLIB_RESNET, ordinary).proposed).toBe(null);
  });

  it('knows the tail of the normal distribution', () => {
    expect(normalQuantile(0.001)).toBeCloseTo(3.09, 2);
    expect(normalQuantile(1e-6)).toBeCloseTo(4.753, 2);
  });
});
