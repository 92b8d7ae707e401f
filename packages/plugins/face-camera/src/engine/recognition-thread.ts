import { workerData } from 'node:worker_threads';
import type { EmbedderSpec } from '../models/spec.js';
import type { LookOptions } from './face-view.js';
import { openRecogniser } from './recogniser.js';
import { serveCalls } from './thread-serve.js';

const { specs, cacheFolder } = workerData as {
  readonly specs: readonly EmbedderSpec[];
  readonly cacheFolder: string | null;
};

serveCalls(
  async () => await openRecogniser(specs, cacheFolder),
  (recogniser) => ({
    ready: () => null,
    look: async (picture: Uint8Array, options: LookOptions) => await recogniser.look(picture, options),
    assess: async (picture: Uint8Array) => await recogniser.assess(picture),
  }),
  async (recogniser) => await recogniser.close(),
);
