import { workerData } from 'node:worker_threads';
import type { FaceRequest } from '@hadir/sdk';
import { serveCalls } from '../engine/thread-serve.js';
import type { EmbedderSpec } from '../models/spec.js';
import { loadNearest } from './nearest.js';
import { createGalleryStore, type Probe } from './store.js';

const { specs } = workerData as { readonly specs: readonly EmbedderSpec[] };

serveCalls(
  async () => createGalleryStore(specs, await loadNearest()),
  (store) => ({
    kind: () => store.search,
    load: (request: FaceRequest<'load'>) => store.load(request),
    forget: (request: FaceRequest<'forget'>) => store.forget(request),
    identify: (probes: readonly Probe[], galleries: readonly string[] | null) => store.identify(probes, galleries),
    compare: (request: FaceRequest<'compare'>) => store.compare(request),
    calibrate: (request: FaceRequest<'calibrate'>) => store.calibrate(request),
    size: () => store.size(),
  }),
  async () => {},
);
