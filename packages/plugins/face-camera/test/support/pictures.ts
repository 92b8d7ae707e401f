import sharp from 'sharp';
import { type Part, photo, photoPart } from '../../src/testing/photos.js';

/** The person who is in two of the photographs: upright in the third, leaning in the first. */
export const HER: Part = { x: 0.48, y: 0.08, width: 0.26, height: 0.42 };

/** Her picture for enrolment. */
export const herPicture = async (): Promise<string> => Buffer.from(await photoPart(3, HER, 640)).toString('base64');

/** A photograph as a 720p camera would show it. She is in the first; nobody of the first is in the others but she. */
export const scene = (number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> =>
  sharp(photo(number)).resize(1280, 720, { fit: 'contain' }).jpeg({ quality: 90 }).toBuffer();

/** A plain wall. */
export const emptyScene = (grey = 140): Promise<Buffer> =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .jpeg()
    .toBuffer();
