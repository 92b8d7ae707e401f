import type { Box, Point } from '../image/rgb-image.js';
import type { Detection } from './detection.js';

/** Boxes that overlap by this share of their common area are one face (MediaPipe, `min_suppression_threshold`). */
const SAME_FACE = 0.3;

/**
 * Weighted non-maximum suppression: detections of one face become one, each part the mean weighted by the scores. The
 * mean holds still from frame to frame where the best single one jumps. Sorted by score, best first.
 */
export function mergeDetections(detections: readonly Detection[], sameFace = SAME_FACE): Detection[] {
  let left = [...detections].sort((one, other) => other.score - one.score);
  const merged: Detection[] = [];
  for (let best = left[0]; best !== undefined; best = left[0]) {
    const { box } = best;
    const same = left.filter((one) => one === best || overlap(one.box, box) > sameFace);
    merged.push(weightedMean(same, best.score));
    left = left.filter((one) => !same.includes(one));
  }
  return merged;
}

function weightedMean(same: readonly Detection[], score: number): Detection {
  const total = same.reduce((sum, one) => sum + one.score, 0);
  const mean = (of: (one: Detection) => number): number =>
    same.reduce((sum, one) => sum + of(one) * one.score, 0) / total;
  const point = (index: 0 | 1 | 2 | 3 | 4 | 5): Point => ({
    x: mean(({ points }) => points[index].x),
    y: mean(({ points }) => points[index].y),
  });
  return {
    score,
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    points: [point(0), point(1), point(2), point(3), point(4), point(5)],
  };
}

/** Intersection over union, 0 to 1. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (one.width * one.height + other.width * other.height - both);
}
