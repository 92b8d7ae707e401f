import type { Box } from '../image/rgb-image.js';

/** The whole picture, and with `farFaces` also its four quarters, each a quarter larger so that no face is cut by all. */
export function tiles(width: number, height: number, farFaces: boolean): readonly Box[] {
  const whole = { x: 0, y: 0, width, height };
  if (!farFaces) return [whole];
  const tileWidth = width * 0.625;
  const tileHeight = height * 0.625;
  const quarters = [0, height - tileHeight].flatMap((y) =>
    [0, width - tileWidth].map((x) => ({ x, y, width: tileWidth, height: tileHeight })),
  );
  return [whole, ...quarters];
}
