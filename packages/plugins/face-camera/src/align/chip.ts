import type { Point, RgbImage } from '../image/rgb-image.js';
import type { Alignment } from '../models/spec.js';
import { invert, type Similarity, similarity } from './similarity.js';
import { TARGETS } from './targets.js';

/** Cuts the face out, upright and of the size that the model wants. Beyond the picture is black. */
export function alignedChip(picture: RgbImage, face: readonly Point[], align: Alignment, sizePx: number): RgbImage {
  const { size, points } = TARGETS[align];
  const scale = sizePx / size;
  const target = points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  return cut(picture, invert(similarity(face.slice(0, 4), target)), sizePx, sizePx);
}

/** In a row: more make no difference that a model sees, and cost by their square. */
const MOST_PLACES = 3;

/** Samples `width` × `height` pixels; `toPicture` tells where in the picture each lies. */
export function cut(picture: RgbImage, toPicture: Similarity, width: number, height: number): RgbImage {
  const chip = { width, height, data: new Uint8Array(width * height * 3) };
  const { a, b, tx, ty } = toPicture;
  // Pixel centres, so that a plain copy stays a plain copy.
  const centred = { a, b, tx: tx + (a - b) * 0.5 - 0.5, ty: ty + (b + a) * 0.5 - 0.5 };
  // Shrinking: the mean of several places, so that no edge is lost between two.
  const times = Math.min(MOST_PLACES, Math.max(1, Math.round(Math.hypot(a, b))));
  if (times === 1) sampleBetween(picture, centred, chip);
  else sampleMeans(picture, centred, times, chip);
  return chip;
}

/** Each the mean of `times` × `times` whole pixels around its place, in a square that is turned as the cut-out is. */
function sampleMeans(picture: RgbImage, { a, b, tx, ty }: Similarity, times: number, chip: RgbImage): void {
  const { width, height, data } = picture;
  const count = times * times;
  const offsetX = new Float64Array(count);
  const offsetY = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const u = ((index % times) + 0.5) / times - 0.5;
    const v = (Math.floor(index / times) + 0.5) / times - 0.5;
    offsetX[index] = a * u - b * v + 0.5;
    offsetY[index] = b * u + a * v + 0.5;
  }
  for (let y = 0, to = 0; y < chip.height; y++) {
    for (let x = 0; x < chip.width; x++, to += 3) {
      const middleX = a * x - b * y + tx;
      const middleY = b * x + a * y + ty;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let index = 0; index < count; index++) {
        const placeX = middleX + (offsetX[index] as number);
        const placeY = middleY + (offsetY[index] as number);
        if (!(placeX >= 0 && placeY >= 0 && placeX < width && placeY < height)) continue;
        // Within the picture, cutting off is rounding down, and the cheapest way to it.
        const at = ((placeY | 0) * width + (placeX | 0)) * 3;
        red += data[at] as number;
        green += data[at + 1] as number;
        blue += data[at + 2] as number;
      }
      chip.data[to] = red / count + 0.5;
      chip.data[to + 1] = green / count + 0.5;
      chip.data[to + 2] = blue / count + 0.5;
    }
  }
}

/** Each between the four pixels around its place. */
function sampleBetween(picture: RgbImage, { a, b, tx, ty }: Similarity, chip: RgbImage): void {
  for (let y = 0, to = 0; y < chip.height; y++) {
    for (let x = 0; x < chip.width; x++, to += 3) {
      bilinear(picture, a * x - b * y + tx, b * x + a * y + ty, chip.data, to);
    }
  }
}

function bilinear({ width, height, data }: RgbImage, x: number, y: number, into: Uint8Array, to: number): void {
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
