import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../image/decode.js';
import { photo } from '../testing/photos.js';
import { decodeLayers } from './blazeface.js';
import type { Detection } from './detection.js';
import { openDetector } from './detector.js';
import { mergeDetections, overlap } from './merge.js';
import { tiles } from './tiles.js';

const layers = () => ({
  scores: [new Float32Array(512).fill(-100), new Float32Array(384).fill(-100)] as const,
  boxes: [new Float32Array(512 * 16), new Float32Array(384 * 16)] as const,
});
const face = (x: number, score: number): Detection => ({
  score,
  box: { x, y: 0, width: 10, height: 10 },
  points: [0, 1, 2, 3, 4, 5].map((index) => ({ x: x + index, y: index })) as unknown as Detection['points'],
});

describe('the detector’s answer', () => {
  it('is placed by its anchor: the middle of the cell, two or six to a cell', () => {
    const raw = layers();
    // Row 3, column 5 of 16 × 16, second anchor; row 1, column 2 of 8 × 8, sixth anchor.
    const fine = (3 * 16 + 5) * 2 + 1;
    const coarse = (1 * 8 + 2) * 6 + 5;
    raw.scores[0][fine] = 2;
    raw.boxes[0].set([1, -2, 40, 60, -10, -5, 10, -5], fine * 16);
    raw.scores[1][coarse] = 200;
    raw.boxes[1].set([0, 0, 100, 100], coarse * 16);
    const [small, large] = decodeLayers(raw);
    expect(small).toMatchObject({ box: { x: 88 + 1 - 20, y: 56 - 2 - 30, width: 40, height: 60 } });
    expect(small?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(small?.points.slice(0, 2)).toEqual([
      { x: 78, y: 51 },
      { x: 98, y: 51 },
    ]);
    expect(large).toMatchObject({ score: 1, box: { x: 80 - 50, y: 48 - 50 } });
  });

  it('is left out below 0.6, and when it is nonsense', () => {
    const raw = layers();
    raw.scores[0].set([0.4, 0.41, Number.NaN, 5]);
    for (const anchor of [0, 1, 2]) raw.boxes[0].set([0, 0, 10, 10], anchor * 16);
    raw.boxes[0].set([0, 0, -10, Number.NaN], 3 * 16);
    expect(decodeLayers(raw)).toHaveLength(1);
  });
});

describe('several detections of one face', () => {
  it('become one, weighted by score; others stay', () => {
    const merged = mergeDetections([face(100, 0.8), face(0, 0.6), face(2, 0.9)]);
    expect(merged.map(({ score }) => score)).toEqual([0.9, 0.8]);
    expect(merged[0]?.box.x).toBeCloseTo((0 * 0.6 + 2 * 0.9) / 1.5, 6);
    expect(merged[0]?.points[5].x).toBeCloseTo(1.2 + 5, 6);
  });

  it('overlap by their common area', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlap(box, { ...box, x: 5 })).toBeCloseTo(1 / 3, 6);
    expect(overlap(box, { ...box, x: 10 })).toBe(0);
    expect(overlap(box, box)).toBe(1);
  });
});

describe('far faces', () => {
  it('are looked for in quarters that overlap and cover everything', () => {
    const parts = tiles(1280, 720, true);
    expect(parts).toHaveLength(5);
    expect(parts[4]).toEqual({ x: 480, y: 270, width: 800, height: 450 });
    expect(tiles(1280, 720, false)).toEqual([{ x: 0, y: 0, width: 1280, height: 720 }]);
  });

  it('are found there and not in the whole picture', async () => {
    const detector = await openDetector();
    const small = await sharp(photo(6)).resize({ width: 560 }).toBuffer();
    const scene = sharp({ create: { width: 1920, height: 1080, channels: 3, background: '#9aa3a0' } });
    const jpeg = await scene
      .composite([{ input: small, left: 1250, top: 560 }])
      .jpeg()
      .toBuffer();
    const picture = await decodePicture(jpeg);
    expect((await detector.detect(picture, false)).length).toBeLessThan(4);
    const found = await detector.detect(picture, true);
    expect(found).toHaveLength(4);
    expect(found.every(({ box }) => box.x > 1250 && box.y > 560 && box.width < 90)).toBe(true);
    await detector.release();
  });
});
