import type { FaceModelRef } from '@hadir/sdk';
import type { Chips } from '../align/chips.js';
import { faceError } from '../errors.js';
import { modelRef } from '../models/choose.js';
import { readModel } from '../models/read.js';
import { openSession } from '../models/session.js';
import type { EmbedderSpec } from '../models/spec.js';
import { inputShape, inputTensor } from './tensor.js';
import { normalise } from './vector.js';

export interface Embedder {
  readonly spec: EmbedderSpec;
  readonly model: FaceModelRef;
  /** The face as a unit vector. */
  embed(face: Chips): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openEmbedder(spec: EmbedderSpec, cacheFolder: string | null): Promise<Embedder> {
  const session = await openSession(spec.id, await readModel(spec, cacheFolder));
  const shape = inputShape(spec.input);
  const output = session.outputNames[0] ?? '';
  return {
    spec,
    model: modelRef(spec),
    async embed(face) {
      const chip = face.get(spec.align, spec.input.size);
      const raw = (await session.run(inputTensor(chip, spec.input), shape))[output];
      if (raw?.length !== spec.output.dim) {
        const reason = `it gives ${raw?.length ?? 0} numbers instead of ${spec.output.dim}`;
        throw faceError('FACE_MODEL_FAILED', { model: spec.id, reason });
      }
      return normalise(raw);
    },
    release: session.release,
  };
}
