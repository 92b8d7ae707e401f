import sharp from 'sharp';
import { faceError } from '../errors.js';
import type { RgbImage } from './rgb-image.js';

const MAX_BYTES = 4 * 1024 * 1024;
/** A file of a few kilobytes can claim any size: what it claims is checked before memory is taken. */
const MAX_PIXELS = 40_000_000;
/** Faces that matter are large enough at this side length; sensors of phones give three times as much. */
const MAX_SIDE_PX = 2560;

// The threads of the engine are the parallelism; more inside one picture only fight them.
sharp.concurrency(1);
sharp.cache(false);

/** A JPEG or PNG as pixels, upright as its EXIF orientation says, without transparency. */
export async function decodePicture(picture: Uint8Array): Promise<RgbImage> {
  if (picture.length > MAX_BYTES) throw invalid(`it has ${picture.length} bytes, more than ${MAX_BYTES}`);
  const format = formatOf(picture);
  if (format === null) throw invalid('it is neither JPEG nor PNG');
  try {
    const source = sharp(picture, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' });
    const upright = source
      .autoOrient()
      .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true });
    const opaque = format === 'png' ? upright.flatten({ background: '#808080' }) : upright;
    const { data, info } = await opaque.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: info.channels === 3 ? data : threeChannels(data, info) };
  } catch (cause) {
    throw faceError('FACE_PICTURE_INVALID', { problem: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
}

function formatOf(bytes: Uint8Array): 'jpeg' | 'png' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'png';
  return null;
}

/** Grey pictures of night cameras have one channel. */
function threeChannels(data: Uint8Array, info: { width: number; height: number; channels: number }): Uint8Array {
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    const at = pixel * info.channels;
    for (let channel = 0; channel < 3; channel++) {
      rgb[pixel * 3 + channel] = data[at + (info.channels < 3 ? 0 : channel)] ?? 0;
    }
  }
  return rgb;
}

const invalid = (problem: string) => faceError('FACE_PICTURE_INVALID', { problem });
