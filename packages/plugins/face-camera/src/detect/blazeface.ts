import type { Point } from '../image/rgb-image.js';
import type { Detection } from './detection.js';

/** Side of the network's input in pixels. */
export const DETECTOR_SIZE_PX = 256;

/** Below this the network's answer is no face (MediaPipe face detection, `min_score_thresh`). */
const MIN_SCORE = 0.6;
const MIN_LOGIT = Math.log(MIN_SCORE / (1 - MIN_SCORE));

interface Grid {
  readonly cells: number;
  readonly anchors: number;
}
/** The two output layers of the "back" model: anchors sit in the middles of the cells, several in each. */
const GRIDS: readonly [Grid, Grid] = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
];
/** Of each anchor: centre x, y, width, height, six points; all in pixels of the input, relative to the anchor. */
const VALUES = 16;

/** What the network says of both layers: logits, and `VALUES` numbers for each anchor. */
export interface RawLayers {
  readonly scores: readonly [Float32Array, Float32Array];
  readonly boxes: readonly [Float32Array, Float32Array];
}

/** Faces in pixels of the network's input, with many for one face. */
export function decodeLayers(raw: RawLayers): Detection[] {
  return GRIDS.flatMap((grid, layer) => decodeLayer(grid, raw.scores[layer as 0 | 1], raw.boxes[layer as 0 | 1]));
}

function decodeLayer({ cells, anchors }: Grid, scores: Float32Array, boxes: Float32Array): Detection[] {
  const cell = DETECTOR_SIZE_PX / cells;
  const found: Detection[] = [];
  scores.forEach((logit, anchor) => {
    if (!(logit >= MIN_LOGIT)) return;
    const place = Math.floor(anchor / anchors);
    const x = ((place % cells) + 0.5) * cell;
    const y = (Math.floor(place / cells) + 0.5) * cell;
    const value = (index: number): number => boxes[anchor * VALUES + index] ?? 0;
    const width = value(2);
    const height = value(3);
    if (!(width > 0 && height > 0)) return;
    const point = (index: number): Point => ({ x: x + value(4 + index * 2), y: y + value(5 + index * 2) });
    found.push({
      score: 1 / (1 + Math.exp(-Math.min(logit, 100))),
      box: { x: x + value(0) - width / 2, y: y + value(1) - height / 2, width, height },
      points: [point(0), point(1), point(2), point(3), point(4), point(5)],
    });
  });
  return found;
}
