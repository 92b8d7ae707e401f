import type { Box, Point } from '../image/rgb-image.js';

/** A face in pixels of the picture. */
export interface Detection {
  /** How sure the detector is that this is a face, 0.6 to 1. */
  readonly score: number;
  readonly box: Box;
  /** Eyes (left and right as in the picture), tip of the nose, middle of the mouth, ears. */
  readonly points: readonly [Point, Point, Point, Point, Point, Point];
}
