import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Detector, openDetector } from '../detect/detector.js';
import { decodePicture } from '../image/decode.js';
import { PHOTOS, photo } from '../testing/photos.js';
import { bothClosed, bothOpen, type EyeReader, openEyeReader } from './eyes.js';

let detector: Detector;
let eyes: EyeReader;
beforeAll(async () => {
  detector = await openDetector();
  eyes = await openEyeReader();
}, 60_000);
afterAll(async () => {
  await detector.release();
  await eyes.release();
});

it('tells closed eyes from open ones in the photographs', async () => {
  const closed: string[] = [];
  let open = 0;
  for (const number of PHOTOS) {
    const picture = await decodePicture(photo(number));
    const faces = [...(await detector.detect(picture, false))].sort((one, other) => one.box.x - other.box.x);
    for (const [index, face] of faces.entries()) {
      const reading = await eyes.read(picture, face);
      if (bothClosed(reading)) closed.push(`${number}.${index + 1}`);
      if (bothOpen(reading)) open += 1;
    }
  }
  // The first of photograph 2 stands in full profile: its eyes are not seen.
  expect(closed.filter((one) => one !== '2.1')).toEqual(['1.2', '2.2', '2.3', '4.3']);
  // All others but the one that leans too far and the profile.
  expect(open).toBe(16);
}, 60_000);
