import type { RgbImage } from '../image/rgb-image.js';
import { BLAZEFACE_BACK } from '../models/built-in.js';
import { readModel } from '../models/read.js';
import { openSession } from '../models/session.js';
import { DETECTOR_SIZE_PX, decodeLayers } from './blazeface.js';
import type { Detection } from './detection.js';
import { letterbox } from './letterbox.js';
import { mergeDetections } from './merge.js';
import { tiles } from './tiles.js';

export interface Detector {
  /** Faces of the picture, best first. */
  detect(picture: RgbImage, farFaces: boolean): Promise<readonly Detection[]>;
  release(): Promise<void>;
}

const SHAPE = [1, DETECTOR_SIZE_PX, DETECTOR_SIZE_PX, 3] as const;
const NOTHING = new Float32Array();

export async function openDetector(): Promise<Detector> {
  const session = await openSession(BLAZEFACE_BACK.id, await readModel(BLAZEFACE_BACK, null));
  return {
    async detect(picture, farFaces) {
      const found: Detection[] = [];
      const { width, height } = picture;
      const parts = tiles(width, height, farFaces);
      for (const part of parts) {
        const { pixels, back } = letterbox(picture, part);
        const out = await session.run(pixels, SHAPE);
        // Names as tf2onnx gave them: scores of both layers, then boxes of both.
        const output = (index: number): Float32Array =>
          out[index === 0 ? 'Identity:0' : `Identity_${index}:0`] ?? NOTHING;
        const raw = { scores: [output(0), output(1)], boxes: [output(2), output(3)] } as const;
        found.push(...mergeDetections(decodeLayers(raw)).map(back));
      }
      return parts.length === 1 ? found : mergeDetections(found);
    },
    release: session.release,
  };
}
