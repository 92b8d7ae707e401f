import { cut } from '../align/chip.js';
import type { Similarity } from '../align/similarity.js';
import type { Detection } from '../detect/detection.js';
import type { Point, RgbImage } from '../image/rgb-image.js';
import { EYE_STATE, LANDMARKS_68 } from '../models/built-in.js';
import { readModel } from '../models/read.js';
import { openSession } from '../models/session.js';
import { greyOf, poseOf } from '../quality/measure.js';

export interface EyeReader {
  /** How sure it is that each eye is closed, 0 to 1; null when the head is tilted too far to tell. */
  read(picture: RgbImage, face: Detection): Promise<EyeReading | null>;
  release(): Promise<void>;
}

export interface EyeReading {
  readonly left: number;
  readonly right: number;
}

/**
 * By the mean of both eyes. Closed faces of the test photographs have 0.97 to 1, open ones up to 0.21, and a narrow,
 * lowered look 0.6, which must not be taken for closed. One eye alone is winking, hair or a shadow.
 */
export function bothClosed(reading: EyeReading | null): boolean {
  return reading !== null && (reading.left + reading.right) / 2 >= 0.75;
}

export function bothOpen(reading: EyeReading | null): boolean {
  return reading !== null && (reading.left + reading.right) / 2 <= 0.3;
}

const FACE_PX = 64;
/** The detector's box is a little tighter than what the 68 points were made for: with 1.1 closed and open eyes part best. */
const BOX_SHARE = 1.1;
const EYE_PX = 24;
/** The face is turned upright first; beyond this the detector's points are no measure of how far. */
const MAX_ROLL_DEGREES = 35;
/** The eye with its lids, as the model was made for. */
const EYE_WIDTHS = 1.6;
/** Of the 68 points: the corners and lids of each eye (as in the picture). */
const LEFT_EYE = [36, 41] as const;
const RIGHT_EYE = [42, 47] as const;

export async function openEyeReader(): Promise<EyeReader> {
  const landmarks = await openSession(LANDMARKS_68.id, await readModel(LANDMARKS_68, null));
  const eyes = await openSession(EYE_STATE.id, await readModel(EYE_STATE, null));

  async function closed(picture: RgbImage, level: Level, points: readonly Point[]): Promise<number> {
    const xs = points.map(({ x }) => x);
    const ys = points.map(({ y }) => y);
    const side = (Math.max(...xs) - Math.min(...xs)) * EYE_WIDTHS;
    const x = (Math.max(...xs) + Math.min(...xs) - side) / 2;
    const y = (Math.max(...ys) + Math.min(...ys) - side) / 2;
    const out = await eyes.run(square(picture, level, { x, y, side }, EYE_PX, 255), [1, 1, EYE_PX, EYE_PX]);
    const [first = 0, second = 0] = out[eyes.outputNames[0] ?? ''] ?? [];
    return 1 / (1 + Math.exp(second - first));
  }

  return {
    async read(picture, face) {
      const { rollDegrees } = poseOf(face);
      if (Math.abs(rollDegrees) > MAX_ROLL_DEGREES) return null;
      const level = levelled(face, rollDegrees);
      const { side } = level;
      const whole = { x: 0, y: 0, side };
      const out = await landmarks.run(square(picture, level, whole, FACE_PX, 256), [1, 1, FACE_PX, FACE_PX]);
      const values = out[landmarks.outputNames[0] ?? ''] ?? new Float32Array();
      const eye = ([from, to]: readonly [number, number]): Point[] => {
        const points: Point[] = [];
        for (let index = from; index <= to; index++) {
          points.push({ x: (values[index * 2] ?? 0) * side, y: (values[index * 2 + 1] ?? 0) * side });
        }
        return points;
      };
      return {
        left: await closed(picture, level, eye(LEFT_EYE)),
        right: await closed(picture, level, eye(RIGHT_EYE)),
      };
    },
    async release() {
      await landmarks.release();
      await eyes.release();
    },
  };
}

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The face as if it were held upright: a square of the picture's own pixels, turned about its middle. */
interface Level {
  readonly side: number;
  readonly toPicture: Similarity;
}

function levelled({ box }: Detection, rollDegrees: number): Level {
  const side = Math.max(box.width, box.height) * BOX_SHARE;
  const roll = (rollDegrees * Math.PI) / 180;
  const a = Math.cos(roll);
  const b = Math.sin(roll);
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const half = side / 2;
  return { side, toPicture: { a, b, tx: x - a * half + b * half, ty: y - b * half - a * half } };
}

/** A part of the levelled face as grey numbers. */
function square(picture: RgbImage, { toPicture: { a, b, tx, ty } }: Level, part: Square, px: number, divisor: number) {
  const scale = part.side / px;
  const { data } = greyOf(
    cut(
      picture,
      { a: a * scale, b: b * scale, tx: tx + a * part.x - b * part.y, ty: ty + b * part.x + a * part.y },
      px,
      px,
    ),
  );
  return data.map((value) => value / divisor);
}
