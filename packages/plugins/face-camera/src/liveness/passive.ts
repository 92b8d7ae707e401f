import { cut } from '../align/chip.js';
import { inputShape, inputTensor } from '../embed/tensor.js';
import type { Box, RgbImage } from '../image/rgb-image.js';
import { PASSIVE_LIVENESS } from '../models/built-in.js';
import { readModel } from '../models/read.js';
import { openSession } from '../models/session.js';
import type { ModelInput } from '../models/spec.js';

/**
 * Says of one picture how much a face looks like a living one. Weak: of 32 screens that were photographed again it took 26
 * for living people (model card). It is recorded, so that a site can see what it would have said, and decides nothing.
 */
export interface PassiveReader {
  /** 0 to 1, more is more alive. */
  read(picture: RgbImage, box: Box): Promise<number>;
  release(): Promise<void>;
}

/** As the publisher's own code feeds it: values as they are, the face with much of what is around it. */
const INPUT: ModelInput = { size: 128, order: 'BGR', mean: [0, 0, 0], scale: 1, layout: 'NCHW' };
const BOX_SHARE = 2.7;
/** Of the three classes, the living one. */
const LIVE = 0;

export async function openPassiveReader(): Promise<PassiveReader> {
  const session = await openSession(PASSIVE_LIVENESS.id, await readModel(PASSIVE_LIVENESS, null));
  const output = session.outputNames[0] ?? '';
  return {
    async read(picture, box) {
      const { x, y, side } = surroundings(picture, box);
      const scale = side / INPUT.size;
      const chip = cut(picture, { a: scale, b: 0, tx: x, ty: y }, INPUT.size, INPUT.size);
      const logits = (await session.run(inputTensor(chip, INPUT), inputShape(INPUT)))[output];
      const live = logits?.[LIVE];
      if (logits === undefined || live === undefined) return 0;
      // Softmax of the one class that is asked for.
      return 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - live), 0);
    },
    release: session.release,
  };
}

/** The square around the face, smaller or moved where the picture ends. */
function surroundings({ width, height }: RgbImage, box: Box): { x: number; y: number; side: number } {
  const side = Math.min(width, height, Math.max(box.width, box.height) * BOX_SHARE);
  const within = (middle: number, length: number): number => Math.max(0, Math.min(length - side, middle - side / 2));
  return { x: within(box.x + box.width / 2, width), y: within(box.y + box.height / 2, height), side };
}
