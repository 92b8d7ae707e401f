import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { openDetector } from '../detect/detector.js';
import { decodePicture } from '../image/decode.js';
import { PHOTOS, photo } from '../testing/photos.js';
import { openPassiveReader } from './passive.js';

const detector = await openDetector();
const passive = await openPassiveReader();
afterAll(async () => {
  await detector.release();
  await passive.release();
});

describe('the passive score', () => {
  it('is high for most people of the photographs', async () => {
    const scores: number[] = [];
    for (const number of PHOTOS) {
      const picture = await decodePicture(photo(number));
      for (const { box } of await detector.detect(picture, false)) scores.push(await passive.read(picture, box));
    }
    expect(scores).toHaveLength(22);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(scores.filter((score) => score > 0.5).length).toBeGreaterThanOrEqual(18);
  });

  it('falls where there is no face, and holds at every rim of the picture', async () => {
    const grey = sharp({ create: { width: 320, height: 200, channels: 3, background: '#808080' } });
    const picture = await decodePicture(await grey.jpeg().toBuffer());
    for (const [x, y] of [
      [-20, -20],
      [300, 180],
      [100, 80],
    ] as const) {
      const score = await passive.read(picture, { x, y, width: 90, height: 90 });
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThan(0.5);
    }
  });
});
