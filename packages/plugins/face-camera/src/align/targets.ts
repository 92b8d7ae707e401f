import type { Point } from '../image/rgb-image.js';
import type { Alignment } from '../models/spec.js';

interface Target {
  /** Side of the square that the points are given for. */
  readonly size: number;
  /** Left eye, right eye (as in the picture), tip of the nose, middle of the mouth. */
  readonly points: readonly [Point, Point, Point, Point];
}

/** dlib's `get_face_chip_details` with 150 pixels and a padding of a quarter on each side. */
const chip = (x: number, y: number): Point => ({ x: ((0.25 + x) / 1.5) * 150, y: ((0.25 + y) / 1.5) * 150 });

/**
 * Where the points of a face lie in a model's input. The five points of ArcFace (InsightFace `arcface_dst`) and those of
 * dlib's chip, with mouth corners and eye corners taken together, because the detector tells the middles.
 */
export const TARGETS: Readonly<Record<Alignment, Target>> = {
  arcface112: {
    size: 112,
    points: [
      { x: 38.2946, y: 51.6963 },
      { x: 73.5318, y: 51.5014 },
      { x: 56.0252, y: 71.7366 },
      { x: 56.1396, y: 92.2848 },
    ],
  },
  dlib150: {
    size: 150,
    points: [chip(0.22733, 0.2214), chip(0.75281, 0.22123), chip(0.49013, 0.51563), chip(0.49013, 0.80527)],
  },
};
