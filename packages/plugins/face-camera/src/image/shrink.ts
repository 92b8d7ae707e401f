import type { Box, RgbImage } from './rgb-image.js';

/** Where more than this many pixels become one in a row, every second is enough for a mean; where twice as many, every third. */
const SKIP_FROM = 4;

/**
 * A part of the picture, shrunk to `width` × `height`: each pixel the mean of what it covers, to the nearest whole pixel.
 * Reading pixels is what it costs, so that of many that become one not all are read.
 */
export function shrink(
  { width: stride, height: rows, data }: RgbImage,
  part: Box,
  width: number,
  height: number,
): RgbImage {
  const columns = edges(part.x, part.width, width, stride);
  const lines = edges(part.y, part.height, height, rows);
  const shrunk = new Uint8Array(width * height * 3);
  const sums = new Float64Array(width * 3);
  const stepX = skip(part.width / width);
  const stepY = skip(part.height / height);
  for (let y = 0; y < height; y++) {
    const top = lines[y] as number;
    const bottom = Math.max(top + 1, lines[y + 1] as number);
    sums.fill(0);
    for (let line = top; line < bottom; line += stepY) addLine(data, line * stride, columns, stepX, sums);
    const read = Math.ceil((bottom - top) / stepY);
    let to = y * width * 3;
    for (let x = 0; x < width; x++, to += 3) {
      const left = columns[x] as number;
      const count = Math.ceil(Math.max(1, (columns[x + 1] as number) - left) / stepX) * read;
      shrunk[to] = (sums[x * 3] as number) / count + 0.5;
      shrunk[to + 1] = (sums[x * 3 + 1] as number) / count + 0.5;
      shrunk[to + 2] = (sums[x * 3 + 2] as number) / count + 0.5;
    }
  }
  return { width, height, data: shrunk };
}

function addLine(data: Uint8Array, from: number, columns: Int32Array, step: number, sums: Float64Array): void {
  for (let x = 0, to = 0; to < sums.length; x++, to += 3) {
    const left = columns[x] as number;
    const right = Math.max(left + 1, columns[x + 1] as number);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let at = (from + left) * 3, end = (from + right) * 3; at < end; at += step * 3) {
      red += data[at] as number;
      green += data[at + 1] as number;
      blue += data[at + 2] as number;
    }
    sums[to] = (sums[to] as number) + red;
    sums[to + 1] = (sums[to + 1] as number) + green;
    sums[to + 2] = (sums[to + 2] as number) + blue;
  }
}

const skip = (factor: number): number => 1 + Math.floor(factor / SKIP_FROM);

/** Where each of `count` pixels begins, and where the last one ends; always within the picture. */
function edges(from: number, length: number, count: number, limit: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, index) => {
    const edge = Math.round(from + (index * length) / count);
    return Math.max(0, Math.min(index < count ? limit - 1 : limit, edge));
  });
}
