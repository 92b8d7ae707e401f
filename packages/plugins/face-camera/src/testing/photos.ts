import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/**
 * Test pictures, read from the npm package @vladmandic/face-api (MIT) where it is installed; none is part of Hadir.
 * Six photographs of groups, 1920 pixels wide. The person at 3 of the first is the person at 2 of the third.
 */
export const PHOTOS = [1, 2, 3, 4, 5, 6] as const;
export const FACES_IN_PHOTO = { 1: 3, 2: 3, 3: 3, 4: 4, 5: 5, 6: 4 } as const;
export type PhotoNumber = (typeof PHOTOS)[number];

export function photo(number: PhotoNumber): Uint8Array {
  const folder = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
  return readFileSync(join(folder, 'demo', `sample${number}.jpg`));
}

/** Shares of the width and the height of the photograph. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of a photograph as a JPEG `widthPx` wide: one person as a camera or an enrolment desk sees them. */
export async function photoPart(number: PhotoNumber, part: Part, widthPx: number): Promise<Uint8Array> {
  const source = sharp(photo(number));
  const { width, height } = await source.metadata();
  const area = {
    left: Math.round(part.x * width),
    top: Math.round(part.y * height),
    width: Math.round(part.width * width),
    height: Math.round(part.height * height),
  };
  return await source.extract(area).resize({ width: widthPx }).jpeg({ quality: 92 }).toBuffer();
}
