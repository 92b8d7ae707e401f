import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const DEMO = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

/** Photographs of the npm package @vladmandic/face-api (MIT), read where it lies; none is part of Hadir. */
export const samplePath = (number: 1 | 2 | 3 | 4 | 5 | 6): string => join(DEMO, `sample${number}.jpg`);

/** One of them as a 720p camera would show it. */
export const wholeScene = (number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> =>
  sharp(samplePath(number)).resize(1280, 720, { fit: 'contain' }).jpeg({ quality: 90 }).toBuffer();

/** A plain wall. */
export const emptyScene = (grey = 140): Promise<Buffer> =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .jpeg()
    .toBuffer();
