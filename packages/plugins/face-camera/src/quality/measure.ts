import type { Chips } from '../align/chips.js';
import type { Detection } from '../detect/detection.js';
import type { RgbImage } from '../image/rgb-image.js';

/** What can be measured of a face before any model looks at who it is. */
export interface FaceQuality {
  readonly widthPx: number;
  /** Where the nose stands between the eyes, in eye distances: 0 straight ahead, ±0.4 about 35–40°. Positive: to the person's left. */
  readonly yaw: number;
  readonly rollDegrees: number;
  /** Mean brightness of the face, 0 to 255. */
  readonly luma: number;
  /** Variance of the Laplacian of the face at 112 × 112 pixels: low where nothing has an edge. */
  readonly sharpness: number;
}

export function measureFace(face: Detection, chips: Chips): FaceQuality {
  const grey = greyOf(chips.get('arcface112', 112));
  return { widthPx: face.box.width, ...poseOf(face), luma: meanLuma(grey), sharpness: laplacianVariance(grey) };
}

/** Of the keypoints: agrees with a pose network within its own error and costs nothing. */
export function poseOf({ points: [left, right, nose] }: Detection): Pick<FaceQuality, 'yaw' | 'rollDegrees'> {
  const axisX = right.x - left.x;
  const axisY = right.y - left.y;
  const square = axisX * axisX + axisY * axisY;
  if (!(square > 0)) return { yaw: 1, rollDegrees: 0 };
  const fromMiddleX = nose.x - (left.x + right.x) / 2;
  const fromMiddleY = nose.y - (left.y + right.y) / 2;
  return {
    yaw: (fromMiddleX * axisX + fromMiddleY * axisY) / square,
    rollDegrees: (Math.atan2(axisY, axisX) * 180) / Math.PI,
  };
}

export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** ITU-R BT.601 luma. */
export function greyOf({ width, height, data }: RgbImage): GreyImage {
  const grey = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 3) {
    grey[pixel] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return { width, height, data: grey };
}

/** Of the middle: hair, scarf and background lie at the rim. */
function meanLuma({ width, height, data }: GreyImage): number {
  let sum = 0;
  let count = 0;
  for (let y = height >> 2; y < height - (height >> 3); y++) {
    for (let x = width >> 2; x < width - (width >> 2); x++, count++) sum += data[y * width + x] as number;
  }
  return count > 0 ? sum / count : 0;
}

function laplacianVariance({ width, height, data }: GreyImage): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = height >> 3; y < height - (height >> 3); y++) {
    for (let x = width >> 3; x < width - (width >> 3); x++, count++) {
      const at = y * width + x;
      const edge =
        (data[at - 1] as number) +
        (data[at + 1] as number) +
        (data[at - width] as number) +
        (data[at + width] as number) -
        4 * (data[at] as number);
      sum += edge;
      squares += edge * edge;
    }
  }
  return count > 0 ? squares / count - (sum / count) ** 2 : 0;
}
