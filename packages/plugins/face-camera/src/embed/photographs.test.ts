import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chipsOf } from '../align/chips.js';
import { openDetector } from '../detect/detector.js';
import { decodePicture } from '../image/decode.js';
import { DLIB_RESNET, MOBILEFACENET } from '../models/built-in.js';
import { FACES_IN_PHOTO, PHOTOS, photo } from '../testing/photos.js';
import { type Embedder, openEmbedder } from './embedder.js';
import { dot } from './vector.js';

/** Faces of the six photographs from left to right, as `photo.place`, with their vectors by each model. */
interface Face {
  readonly name: string;
  readonly vectors: readonly Float32Array[];
}

describe('faces of the test photographs', () => {
  const faces: Face[] = [];
  const counts: Record<number, number> = {};
  const embedders: Embedder[] = [];

  beforeAll(async () => {
    const detector = await openDetector();
    embedders.push(await openEmbedder(MOBILEFACENET, null), await openEmbedder(DLIB_RESNET, null));
    for (const number of PHOTOS) {
      const picture = await decodePicture(photo(number));
      const found = [...(await detector.detect(picture, false))].sort((one, other) => one.box.x - other.box.x);
      counts[number] = found.length;
      for (const [index, { points }] of found.entries()) {
        const chips = chipsOf(picture, points);
        const vectors: Float32Array[] = [];
        for (const embedder of embedders) vectors.push(await embedder.embed(chips));
        faces.push({ name: `${number}.${index + 1}`, vectors });
      }
    }
    await detector.release();
  }, 120_000);
  afterAll(async () => {
    for (const embedder of embedders) await embedder.release();
  });

  const pairs = (model: 0 | 1) =>
    faces.flatMap((one, index) =>
      faces.slice(index + 1).map((other) => ({
        name: `${one.name} ${other.name}`,
        score: dot(one.vectors[model] ?? new Float32Array(), other.vectors[model] ?? new Float32Array()),
      })),
    );

  it('are all found, and nothing else', () => {
    expect(counts).toEqual(FACES_IN_PHOTO);
  });

  it('with MobileFaceNet: one person in two photographs is accepted, no two people are', () => {
    const genuine = pairs(0).filter(({ name }) => name === '1.3 3.2');
    const impostors = pairs(0).filter(({ name }) => name !== '1.3 3.2');
    expect(impostors).toHaveLength(230);
    // 0.65 to 0.67, by how exactly the detector hits the eyes.
    expect(genuine[0]?.score).toBeGreaterThan(0.62);
    expect(Math.max(...impostors.map(({ score }) => score))).toBeLessThan(0.45);
    expect(
      impostors.filter(({ score }) => score >= MOBILEFACENET.output.thresholds.oneToOne.accept).length,
    ).toBeLessThan(2);
  });

  it('with dlib’s network: the same person is the most alike pair, and others come close', () => {
    const [first, ...others] = pairs(1).sort((one, other) => other.score - one.score);
    expect(first).toMatchObject({ name: '1.3 3.2' });
    expect(first?.score).toBeCloseTo(0.955, 2);
    expect(first?.score).toBeGreaterThanOrEqual(DLIB_RESNET.output.thresholds.oneToOne.accept);
    // The papers' distance of 0.6 (a cosine of 0.917 here) would take many of these women for one another.
    expect(others.filter(({ score }) => score >= 0.917).length).toBeGreaterThan(5);
    expect(others[0]?.score).toBeLessThan(0.95);
  });
});
