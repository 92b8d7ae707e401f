import { photoPart } from '@hadir/plugin-face-camera/testing';
import sharp from 'sharp';

const WIDTH = 1280;
const HEIGHT = 720;

/**
 * A frame of a camera with exactly 1280 × 720 pixels: one person whose face is 180 pixels wide, as at a door, before the
 * lower part of a photograph: no other face to embed, and something to decode everywhere, which a plain ground has not.
 */
export async function oneFaceFrame(): Promise<Uint8Array> {
  const place = await photoPart(3, { x: 0, y: 0.555, width: 0.55, height: 0.44 }, WIDTH);
  const person = await photoPart(3, { x: 0.42, y: 0.03, width: 0.32, height: 0.364 }, 440);
  return await sharp(Buffer.from(place))
    .resize({ width: WIDTH, height: HEIGHT, fit: 'cover' })
    .composite([{ input: Buffer.from(person), left: 420, top: 120 }])
    .jpeg({ quality: 85 })
    .toBuffer();
}
