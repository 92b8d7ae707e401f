import type { Box, RgbImage } from './rgb-image.js';

/** Where more than this many pixels in a row become one, every second is enough for a mean; where twice as many, every third. */
const SKIP_FROM = 4;

/**
 * A part of the picture, shrunk to `width` × `height`: each pixel the mean of what it covers, to the nearest whole value.
 * Reading pixels is what it costs, so that of many that become one not all are read.
 */
export function shrink(picture: RgbImage, part: Box, width: number, height: number): RgbImage {
  const { data } = picture;
  const columns = places(part.x, part.width, width, picture.width);
  const lines = places(part.y, part.height, height, picture.height);
  const offsets = columns.at.map((column) => column * 3);
  const perPixel = columns.each;
  const count = perPixel * lines.each;
  const shrunk = new Uint8Array(width * height * 3);
  const sums = new Int32Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let sample = y * lines.each; sample < (y + 1) * lines.each; sample++) {
      const row = (lines.at[sample] as number) * picture.width * 3;
      for (let to = 0, from = 0; to < sums.length; to += 3) {
        let red = 0;
        let green = 0;
        let blue = 0;
        for (const end = from + perPixel; from < end; from++) {
          const pixel = row + (offsets[from] as number);
          red += data[pixel] as number;
          green += data[pixel + 1] as number;
          blue += data[pixel + 2] as number;
        }
        sums[to] = (sums[to] as number) + red;
        sums[to + 1] = (sums[to + 1] as number) + green;
        sums[to + 2] = (sums[to + 2] as number) + blue;
      }
    }
    const start = y * sums.length;
    for (let at = 0; at < sums.length; at++) shrunk[start + at] = (sums[at] as number) / count + 0.5;
  }
  return { width, height, data: shrunk };
}

interface Places {
  /** How many for each pixel of the result. */
  readonly each: number;
  /** Pixels of the picture, always within it. */
  readonly at: Int32Array;
}

/** The pixels that are read for `count` pixels of the result. */
function places(from: number, length: number, count: number, limit: number): Places {
  const covered = length / count;
  const step = 1 + Math.floor(covered / SKIP_FROM);
  const each = Math.max(1, Math.ceil((covered - 0.01) / step));
  const at = Int32Array.from({ length: count * each }, (_, index) => {
    const first = Math.round(from + Math.floor(index / each) * covered);
    return Math.max(0, Math.min(limit - 1, first + (index % each) * step));
  });
  return { each, at };
}
