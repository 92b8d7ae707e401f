import type { FaceAnswer, FaceRequest, HadirError } from '@hadir/sdk';
import { threadLink } from '../engine/thread-link.js';
import type { EmbedderSpec } from '../models/spec.js';
import { loadNearest, type Nearest } from './nearest.js';
import { createGalleryStore, type Found, type Probe } from './store.js';

/** The galleries, wherever they are: in a thread of their own, or here. */
export interface GalleryDesk {
  readonly search: Nearest['kind'];
  load(request: FaceRequest<'load'>, signal: AbortSignal): Promise<FaceAnswer<'load'>>;
  forget(request: FaceRequest<'forget'>, signal: AbortSignal): Promise<FaceAnswer<'forget'>>;
  identify(probes: readonly Probe[], galleries: readonly string[] | null, signal: AbortSignal): Promise<Found>;
  compare(request: FaceRequest<'compare'>, signal: AbortSignal): Promise<FaceAnswer<'compare'>>;
  calibrate(request: FaceRequest<'calibrate'>, signal: AbortSignal): Promise<FaceAnswer<'calibrate'>>;
  size(): Promise<{ readonly people: number; readonly templates: number }>;
  close(): Promise<void>;
}

/** A calibration or a search of a hundred thousand templates would hold up a plugin's heartbeat: so a thread of its own. */
export async function openSearchThread(specs: readonly EmbedderSpec[]): Promise<GalleryDesk> {
  let opened = false;
  const link = threadLink('gallery/search-thread', { specs }, (error) => opened && endProcess(error));
  const search = (await link.call('kind', [])) as Nearest['kind'];
  opened = true;
  return {
    search,
    load: async (request, signal) => (await link.call('load', [request], signal)) as FaceAnswer<'load'>,
    forget: async (request, signal) => (await link.call('forget', [request], signal)) as FaceAnswer<'forget'>,
    identify: async (probes, galleries, signal) => (await link.call('identify', [probes, galleries], signal)) as Found,
    compare: async (request, signal) => (await link.call('compare', [request], signal)) as FaceAnswer<'compare'>,
    calibrate: async (request, signal) => (await link.call('calibrate', [request], signal)) as FaceAnswer<'calibrate'>,
    size: async () => (await link.call('size', [])) as { people: number; templates: number },
    close: link.close,
  };
}

/**
 * With the thread everybody's templates are gone, and each face would be a stranger without anybody noticing. The plugin's
 * process ends: the host starts it again, and the hub loads everybody again.
 */
function endProcess(error: HadirError): void {
  setImmediate(() => {
    throw error;
  });
}

export async function openSearchHere(specs: readonly EmbedderSpec[]): Promise<GalleryDesk> {
  const store = createGalleryStore(specs, await loadNearest());
  return {
    search: store.search,
    load: async (request) => store.load(request),
    forget: async (request) => store.forget(request),
    identify: async (probes, galleries) => store.identify(probes, galleries),
    compare: async (request) => store.compare(request),
    calibrate: async (request) => store.calibrate(request),
    size: async () => store.size(),
    close: async () => {},
  };
}
