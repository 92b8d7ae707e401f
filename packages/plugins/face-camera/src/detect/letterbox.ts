import type { Box, Point, RgbImage } from '../image/rgb-image.js';
import { shrink } from '../image/shrink.js';
import { DETECTOR_SIZE_PX } from './blazeface.js';
import type { Detection } from './detection.js';

/** A part of the picture as the detector sees it: whole, undistorted, with bars where it is not square. */
export interface Letterbox {
  /** Height × width × channel, −1 to 1; bars are black. */
  readonly pixels: Float32Array;
  /** From the detector's pixels to the picture's. */
  back(detection: Detection): Detection;
}

const INPUT_OF = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1);

export function letterbox(picture: RgbImage, part: Box): Letterbox {
  const scale = Math.max(part.width, part.height) / DETECTOR_SIZE_PX;
  const width = Math.round(part.width / scale);
  const height = Math.round(part.height / scale);
  const left = (DETECTOR_SIZE_PX - width) >> 1;
  const top = (DETECTOR_SIZE_PX - height) >> 1;
  const small = shrink(picture, part, width, height);
  const pixels = new Float32Array(DETECTOR_SIZE_PX * DETECTOR_SIZE_PX * 3).fill(-1);
  for (let y = 0; y < height; y++) {
    let to = ((top + y) * DETECTOR_SIZE_PX + left) * 3;
    const end = (y + 1) * width * 3;
    for (let from = y * width * 3; from < end; from++, to++)
      pixels[to] = INPUT_OF[small.data[from] as number] as number;
  }
  const point = ({ x, y }: Point): Point => ({ x: (x - left) * scale + part.x, y: (y - top) * scale + part.y });
  return {
    pixels,
    back: ({ score, box, points: [leftEye, rightEye, nose, mouth, leftEar, rightEar] }) => ({
      score,
      box: { ...point(box), width: box.width * scale, height: box.height * scale },
      points: [point(leftEye), point(rightEye), point(nose), point(mouth), point(leftEar), point(rightEar)],
    }),
  };
}
