import { faceError } from '../errors.js';
import { openSearchHere, openSearchThread } from '../gallery/desk.js';
import { chooseEmbedders, modelRef } from '../models/choose.js';
import type { EngineService, FaceEngine, FaceEngineOptions } from './engine.js';
import { createFrameStats } from './frame-stats.js';
import { openRecognitionHere, openRecognitionThreads } from './recognition-pool.js';
import { createWatch } from './watch.js';

/**
 * Reads and proves the models, starts the threads and gives the engine; after an error nothing is left running.
 * @throws FACE_MODEL_SPEC_INVALID, FACE_MODEL_MISSING, FACE_MODEL_ALTERED, FACE_MODEL_FAILED
 */
export async function openFaceEngine(options: FaceEngineOptions): Promise<FaceEngine> {
  const { threads, cacheFolder } = options;
  const specs = chooseEmbedders(options.models, cacheFolder);
  const models = specs.map(modelRef);
  const pool = await (threads > 0
    ? openRecognitionThreads(threads, specs, cacheFolder)
    : openRecognitionHere(specs, cacheFolder));
  const galleries = await (threads > 0 ? openSearchThread(specs) : openSearchHere(specs)).catch(
    async (error: unknown) => {
      await pool.close();
      throw error;
    },
  );
  const stats = createFrameStats();
  let size = { people: 0, templates: 0 };
  let closed: Promise<void> | null = null;

  function assertOpen(): void {
    if (closed !== null) throw faceError('FACE_ENGINE_CLOSED');
  }

  const service: EngineService = {
    async models() {
      return { models: [...models] };
    },
    async assess({ picture }, signal) {
      assertOpen();
      return await pool.assess(Buffer.from(picture, 'base64'), signal);
    },
    async compare(request, signal) {
      assertOpen();
      return await galleries.compare(request, signal);
    },
    async load(request, signal) {
      assertOpen();
      const answer = await galleries.load(request, signal);
      size = await galleries.size();
      return answer;
    },
    async forget(request, signal) {
      assertOpen();
      const answer = await galleries.forget(request, signal);
      size = await galleries.size();
      return answer;
    },
    async calibrate(request, signal) {
      assertOpen();
      return await galleries.calibrate(request, signal);
    },
  };

  return {
    models,
    service,
    watch(watchOptions) {
      assertOpen();
      return createWatch({ specs, pool, galleries, stats, assertOpen }, watchOptions);
    },
    stats: () => ({ threads, ...stats.read(), waiting: pool.pending, ...size, search: galleries.search }),
    close() {
      closed ??= (async () => {
        await Promise.all([pool.close(), galleries.close()]);
      })();
      return closed;
    },
  };
}
