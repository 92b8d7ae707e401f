import type { Point } from '../image/rgb-image.js';

/** Turns, scales and moves: x' = a·x − b·y + tx, y' = b·x + a·y + ty. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that brings `from` closest to `to` by least squares (Umeyama 1991, without reflection), in closed form
 * for the plane. Points correspond by their index.
 */
export function similarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const centreFrom = mean(from);
  const centreTo = mean(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const target = to[index] ?? centreTo;
    const x = point.x - centreFrom.x;
    const y = point.y - centreFrom.y;
    const u = target.x - centreTo.x;
    const v = target.y - centreTo.y;
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  // All points in one place have no direction and no size: leave both as they are.
  const a = spread > 0 ? along / spread : 1;
  const b = spread > 0 ? across / spread : 0;
  return {
    a,
    b,
    tx: centreTo.x - a * centreFrom.x + b * centreFrom.y,
    ty: centreTo.y - b * centreFrom.x - a * centreFrom.y,
  };
}

export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const size = a * a + b * b;
  const ia = a / size;
  const ib = -b / size;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
