import type { FaceTemplate } from '@hadir/sdk';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { dot, normalise } from '../embed/vector.js';
import { DLIB_RESNET, MOBILEFACENET } from '../models/built-in.js';
import { modelRef } from '../models/choose.js';
import { javascriptNearest, loadNearest, type Nearest } from './nearest.js';
import { createShelf } from './shelf.js';
import { createGalleryStore } from './store.js';
import { encodeVector, templateVector } from './template.js';

const DIM = 64;
/** A unit vector from a seed, the same each time. */
function vector(seed: number, dim = DIM): Float32Array {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  const values = new Float32Array(dim).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return normalise(values);
}
/** Between two vectors: 0 is the first. */
const between = (one: Float32Array, other: Float32Array, share: number): Float32Array =>
  normalise(one.map((value, index) => value * (1 - share) + (other[index] ?? 0) * share));

let usearch: Nearest;
beforeAll(async () => {
  usearch = await loadNearest();
});

const person = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), person, seeds: fc.array(fc.nat(1_000), { maxLength: 20 }) }),
  fc.record({ do: fc.constant('remove' as const), person, seeds: fc.constant<number[]>([]) }),
);

describe('a shelf', () => {
  it('has the compiled search library here', () => {
    expect(usearch.kind).toBe('usearch');
  });

  it.each(['usearch', 'javascript'] as const)('finds with %s what looking at every template finds', (kind) => {
    const nearest = kind === 'usearch' ? usearch : javascriptNearest();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.nat(1_000), (steps, seed) => {
        const shelf = createShelf(DIM, nearest);
        const model = new Map<string, Float32Array[]>();
        for (const { do: action, person: key, seeds } of steps) {
          if (action === 'put') {
            const vectors = seeds.map((one) => vector(one));
            shelf.put(key, vectors);
            if (vectors.length > 0) model.set(key, vectors);
            else model.delete(key);
          } else {
            shelf.remove(key);
            model.delete(key);
          }
        }
        const probe = between(vector(seed), vector(seed + 1), 0.2);
        const exact = [...model]
          .map(([key, vectors]) => ({ key, score: Math.max(...vectors.map((one) => dot(one, probe))) }))
          .sort((one, other) => other.score - one.score);
        const found = shelf.alike(probe);

        expect(shelf.people).toBe(model.size);
        expect(shelf.templates).toBe([...model.values()].reduce((sum, vectors) => sum + vectors.length, 0));
        for (const key of ['A', 'B', 'C', 'D', 'E', 'F']) expect(shelf.count(key)).toBe(model.get(key)?.length ?? 0);
        if (exact.length === 0) expect(found).toEqual([]);
        else expect(found[0]?.score).toBeCloseTo(exact[0]?.score ?? 0, 2);
        // The second person is found too, also behind twenty templates of the first.
        if (exact.length > 1) expect(found.length).toBeGreaterThan(1);
      }),
      { numRuns: 60 },
    );
  });

  it('names the second person although one has more templates than are scored exactly', () => {
    const shelf = createShelf(DIM, usearch);
    const base = vector(1);
    shelf.put(
      'MANY',
      Array.from({ length: 20 }, (_, index) => between(base, vector(100 + index), 0.05)),
    );
    shelf.put('OTHER', [between(base, vector(7), 0.4)]);
    expect(shelf.alike(base).map(({ personKey }) => personKey)).toEqual(['MANY', 'OTHER']);
  });

  it('scores with float32: the best of two that bytes cannot tell apart', () => {
    const shelf = createShelf(512, usearch);
    const base = vector(5, 512);
    shelf.put('NEAR', [between(base, vector(9, 512), 0.001)]);
    shelf.put('NEARER', [base]);
    const [first] = shelf.alike(base);
    expect(first?.personKey).toBe('NEARER');
    expect(first?.score).toBeCloseTo(1, 5);
  });
});

describe('the galleries', () => {
  const face = modelRef(MOBILEFACENET);
  const dlib = modelRef(DLIB_RESNET);
  const template = (seed: number, model = face): FaceTemplate => ({
    model,
    vector: encodeVector(vector(seed, model === face ? 512 : 128)),
  });
  const entry = (personKey: string, gallery: string, ...templates: FaceTemplate[]) => ({
    personKey,
    gallery,
    templates,
  });
  const store = () => createGalleryStore([MOBILEFACENET, DLIB_RESNET], usearch);
  const probe = (seed: number) => ({ model: 0, vector: vector(seed, 512) });

  it('look where they are asked to, and everywhere when allowed', () => {
    const galleries = store();
    const entries = [entry('A', 'dinkes', template(1)), entry('B', 'bapenda', template(2))];
    expect(galleries.load({ name: 'load', fresh: true, entries })).toEqual({ people: 2 });
    const best = (seed: number, where: string[] | null) =>
      galleries.identify([probe(seed)], where).faces[0]?.best?.personKey ?? null;
    expect(best(1, ['dinkes'])).toBe('A');
    expect(best(2, ['dinkes'])).toBe('A');
    expect(best(2, ['dinkes', 'bapenda'])).toBe('B');
    expect(best(2, null)).toBe('B');
    expect(best(1, ['nowhere'])).toBe(null);
    expect(galleries.identify([], ['dinkes']).people).toEqual([1, 0]);
    expect(galleries.identify([], null).people).toEqual([2, 0]);
  });

  it('move a person who is loaded elsewhere, and replace what was there', () => {
    const galleries = store();
    galleries.load({ name: 'load', fresh: true, entries: [entry('A', 'dinkes', template(1), template(3))] });
    galleries.load({ name: 'load', fresh: false, entries: [entry('A', 'bapenda', template(2))] });
    expect(galleries.size()).toEqual({ people: 1, templates: 1 });
    expect(galleries.identify([probe(1)], ['dinkes']).faces[0]?.best).toBe(null);
    expect(galleries.identify([probe(2)], ['bapenda']).faces[0]?.best?.score).toBeCloseTo(1, 4);
  });

  it('begin anew when asked', () => {
    const galleries = store();
    galleries.load({ name: 'load', fresh: true, entries: [entry('A', 'dinkes', template(1))] });
    expect(galleries.load({ name: 'load', fresh: true, entries: [entry('B', 'dinkes', template(2))] })).toEqual({
      people: 1,
    });
    expect(galleries.identify([probe(1)], null).faces[0]?.best?.personKey).toBe('B');
  });

  it('never compare templates of two models or two versions', () => {
    const galleries = store();
    const old = { ...template(1), model: { ...face, version: '0123456789abcdef' } };
    const entries = [
      entry('OLD', 'x', old),
      entry('DLIB', 'x', template(1, dlib)),
      entry('BOTH', 'x', template(5), template(5, dlib)),
    ];
    // Who has templates of no live model cannot be found, and does not count.
    expect(galleries.load({ name: 'load', fresh: true, entries })).toEqual({ people: 2 });
    const found = galleries.identify([probe(1), { model: 1, vector: vector(1, 128) }], null);
    expect(found.people).toEqual([1, 2]);
    expect(found.faces[0]?.best?.personKey).toBe('BOTH');
    expect(found.faces[1]?.best?.personKey).toBe('DLIB');
  });

  it('forget every template of a person, and prove it', () => {
    const galleries = store();
    const entries = [entry('A', 'x', template(1), template(2), template(1, dlib)), entry('B', 'x', template(3))];
    galleries.load({ name: 'load', fresh: true, entries });
    expect(galleries.forget({ name: 'forget', personKey: 'A' })).toEqual({ left: 0 });
    expect(galleries.size()).toEqual({ people: 1, templates: 1 });
    expect(galleries.identify([probe(1)], null).faces[0]?.best?.personKey).toBe('B');
    expect(galleries.forget({ name: 'forget', personKey: 'NOBODY' })).toEqual({ left: 0 });
  });

  it('refuse a template that is none, and then change nothing', () => {
    const galleries = store();
    galleries.load({ name: 'load', fresh: true, entries: [entry('A', 'x', template(1))] });
    const short = { model: face, vector: encodeVector(vector(1, 128)) };
    const long = { model: face, vector: encodeVector(vector(1, 512).map((value) => value * 2)) };
    const broken = { model: face, vector: encodeVector(new Float32Array(512).fill(Number.NaN)) };
    for (const bad of [short, long, broken]) {
      const load = () =>
        galleries.load({ name: 'load', fresh: true, entries: [entry('B', 'x', template(2)), entry('C', 'x', bad)] });
      expect(load).toThrow(/FACE_TEMPLATE_INVALID/);
    }
    expect(galleries.identify([probe(1)], null).faces[0]?.best?.personKey).toBe('A');
  });

  it('keep templates through their text form', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const one = vector(seed, 512);
        expect(templateVector({ model: face, vector: encodeVector(one) }, 512)).toEqual(one);
      }),
    );
  });
});
