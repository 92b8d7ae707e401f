import { BLAZEFACE_BACK, MOBILEFACENET } from '../models/built-in.js';
import { readModel } from '../models/read.js';
import { type ModelSession, openSession } from '../models/session.js';

/** Parts of recognition for benchmarks, which measure them one by one. No driver needs them. */
export type { FaceEngine } from '../engine/engine.js';
export { openFaceEngine } from '../engine/open-engine.js';
export { openRecogniser, type Recogniser } from '../engine/recogniser.js';
export { loadNearest } from '../gallery/nearest.js';
export { quantise } from '../gallery/quantise.js';
export { createShelf, type Shelf } from '../gallery/shelf.js';
export { decodePicture } from '../image/decode.js';
export { MOBILEFACENET } from '../models/built-in.js';

/** The two models of recognition with nothing around them: what a frame costs at least. */
export interface BareModels {
  detect(): Promise<unknown>;
  embed(): Promise<unknown>;
}

export async function openBareModels(): Promise<BareModels> {
  const detector = await openSession(BLAZEFACE_BACK.id, await readModel(BLAZEFACE_BACK, null));
  const embedder = await openSession(MOBILEFACENET.id, await readModel(MOBILEFACENET, null));
  return {
    detect: runner(detector, [1, 256, 256, 3]),
    embed: runner(embedder, [1, 3, 112, 112]),
  };
}

function runner(session: ModelSession, shape: readonly number[]): () => Promise<unknown> {
  const input = new Float32Array(shape.reduce((product, size) => product * size, 1)).map((_, at) => Math.sin(at));
  return async () => await session.run(input, shape);
}
