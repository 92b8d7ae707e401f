import type { RgbImage } from './rgb-image.js';

/** An image at full size and at each half of it, made when asked for: shrinking by more than two skips pixels otherwise. */
export interface Pyramid {
  readonly full: RgbImage;
  /** The image halved `times` times, at least 2 × 2 pixels. */
  level(times: number): RgbImage;
}

export function pyramid(full: RgbImage): Pyramid {
  const levels = [full];
  return {
    full,
    level(times) {
      let last = levels[levels.length - 1] ?? full;
      while (levels.length <= times && last.width >= 4 && last.height >= 4) {
        last = halve(last);
        levels.push(last);
      }
      return levels[Math.min(times, levels.length - 1)] ?? full;
    },
  };
}

/**
 * How often to halve before sampling at `step` source pixels for each pixel: down to between 0.7 and 1.4. Halving less
 * leaves out pixels, as if the face had been drawn with a coarser pen.
 */
export function halvings(step: number): number {
  return Math.max(0, Math.round(Math.log2(step)));
}

/** Each pixel the mean of four. A last odd row or column is left out. */
function halve({ width, height, data }: RgbImage): RgbImage {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const row = width * 3;
  let to = 0;
  for (let y = 0; y < halfHeight; y++) {
    let from = y * 2 * row;
    for (let x = 0; x < halfWidth; x++, from += 6, to += 3) {
      // Typed arrays of a checked range: the sums are of numbers, and `| 0` spares the check for undefined.
      half[to] = (at(data, from) + at(data, from + 3) + at(data, from + row) + at(data, from + row + 3) + 2) >> 2;
      half[to + 1] =
        (at(data, from + 1) + at(data, from + 4) + at(data, from + row + 1) + at(data, from + row + 4) + 2) >> 2;
      half[to + 2] =
        (at(data, from + 2) + at(data, from + 5) + at(data, from + row + 2) + at(data, from + row + 5) + 2) >> 2;
    }
  }
  return { width: halfWidth, height: halfHeight, data: half };
}

const at = (data: Uint8Array, index: number): number => (data[index] as number) | 0;
