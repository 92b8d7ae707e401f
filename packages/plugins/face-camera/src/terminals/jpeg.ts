import { faceError } from '../errors.js';

/** Sides tried one after the other until the picture is small enough; terminals want the face at least 100 pixels wide. */
const SIDES_PX = [960, 720, 540] as const;
const QUALITIES = [90, 80, 70] as const;

/**
 * A picture as terminals take it: upright JPEG without metadata, below a number of bytes.
 * @throws FACE_TERMINAL_PICTURE
 */
export async function jpegBelow(limit: number, picture: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  try {
    for (const side of SIDES_PX) {
      for (const quality of QUALITIES) {
        const made = await sharp(picture, { limitInputPixels: 40_000_000 })
          .rotate()
          .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality })
          .toBuffer();
        if (made.length < limit) return made;
      }
    }
  } catch {
    throw faceError('FACE_TERMINAL_PICTURE', { limit, reason: 'not a picture that can be read' });
  }
  throw faceError('FACE_TERMINAL_PICTURE', { limit, reason: 'too large' });
}
