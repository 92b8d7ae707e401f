import { halvings, type Pyramid } from '../image/pyramid.js';
import type { Point, RgbImage } from '../image/rgb-image.js';
import type { Alignment } from '../models/spec.js';
import { invert, type Similarity, similarity } from './similarity.js';
import { TARGETS } from './targets.js';

/** Cuts the face out, upright and of the size that the model wants. Beyond the picture is black. */
export function alignedChip(picture: Pyramid, face: readonly Point[], align: Alignment, sizePx: number): RgbImage {
  const { size, points } = TARGETS[align];
  const scale = sizePx / size;
  const target = points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  return cut(picture, invert(similarity(face.slice(0, 4), target)), sizePx, sizePx);
}

/**
 * Samples `width` × `height` pixels; `toPicture` tells where in the picture each lies.
 * @param times How often the picture is halved before; left out: by how much is shrunk.
 */
export function cut(
  picture: Pyramid,
  toPicture: Similarity,
  width: number,
  height: number,
  times = halvings(Math.hypot(toPicture.a, toPicture.b)),
): RgbImage {
  const source = picture.level(times);
  // Halving may end early in tiny pictures and drops odd rows: take the scale that really came out.
  const shrink = source.width / picture.full.width;
  const data = new Uint8Array(width * height * 3);
  const a = toPicture.a * shrink;
  const b = toPicture.b * shrink;
  // Pixel centres, so that a plain copy stays a plain copy.
  const left = (toPicture.tx + (toPicture.a - toPicture.b) * 0.5) * shrink - 0.5;
  const top = (toPicture.ty + (toPicture.b + toPicture.a) * 0.5) * shrink - 0.5;
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      sample(source, a * x - b * y + left, b * x + a * y + top, data, to);
    }
  }
  return { width, height, data };
}

/** Bilinear. */
function sample({ width, height, data }: RgbImage, x: number, y: number, into: Uint8Array, to: number): void {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) {
    if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) return;
    const at = (Math.min(Math.max(y0, 0), height - 1) * width + Math.min(Math.max(x0, 0), width - 1)) * 3;
    into.set(data.subarray(at, at + 3), to);
    return;
  }
  const fx = x - x0;
  const fy = y - y0;
  const at = (y0 * width + x0) * 3;
  const below = at + width * 3;
  const w00 = (1 - fx) * (1 - fy);
  const w10 = fx * (1 - fy);
  const w01 = (1 - fx) * fy;
  const w11 = fx * fy;
  for (let channel = 0; channel < 3; channel++) {
    into[to + channel] =
      (data[at + channel] as number) * w00 +
      (data[at + channel + 3] as number) * w10 +
      (data[below + channel] as number) * w01 +
      (data[below + channel + 3] as number) * w11 +
      0.5;
  }
}
