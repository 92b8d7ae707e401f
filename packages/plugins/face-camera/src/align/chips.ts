import type { Point, RgbImage } from '../image/rgb-image.js';
import type { Alignment } from '../models/spec.js';
import { alignedChip } from './chip.js';

/** The cut-outs of one face, each made once: quality and several models look at the same one. */
export interface Chips {
  get(align: Alignment, sizePx: number): RgbImage;
}

export function chipsOf(picture: RgbImage, face: readonly Point[]): Chips {
  const made = new Map<string, RgbImage>();
  return {
    get(align, sizePx) {
      const key = `${align} ${sizePx}`;
      const chip = made.get(key) ?? alignedChip(picture, face, align, sizePx);
      made.set(key, chip);
      return chip;
    },
  };
}
