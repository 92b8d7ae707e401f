import type { FaceAnswer } from '@hadir/sdk';
import { faceError } from '../errors.js';
import type { EmbedderSpec } from '../models/spec.js';
import type { FaceView, LookOptions } from './face-view.js';
import { openRecogniser } from './recogniser.js';
import { type ThreadLink, threadLink } from './thread-link.js';

/** Recognisers, wherever they are. */
export interface RecognitionPool {
  /** Pictures that wait or are at work. */
  readonly pending: number;
  look(picture: Uint8Array, options: LookOptions, signal: AbortSignal): Promise<readonly FaceView[]>;
  assess(picture: Uint8Array, signal: AbortSignal): Promise<FaceAnswer<'assess'>>;
  close(): Promise<void>;
}

/**
 * A thread works on one picture while it decodes the next. What waits beyond that is old when its turn comes: frames are
 * refused, the camera has a newer one. Pictures of an enrolment wait longer, since a person stands there.
 */
const FRAMES_PER_THREAD = 3;
const ENROLMENTS_PER_THREAD = 16;

export async function openRecognitionThreads(
  threads: number,
  specs: readonly EmbedderSpec[],
  cacheFolder: string | null,
): Promise<RecognitionPool> {
  const links = Array.from({ length: threads }, () => threadLink('engine/recognition-thread', { specs, cacheFolder }));
  const close = async (): Promise<void> => void (await Promise.all(links.map(async (link) => await link.close())));
  const waiting = (): number => links.reduce((sum, link) => sum + link.pending, 0);
  // One after the other: the first converts what has to be converted, the others find it in the cache.
  try {
    for (const link of links) await link.call('ready', []);
  } catch (error) {
    await close();
    throw error;
  }

  /** The one with the least to do. */
  function free(limit: number): ThreadLink {
    const [first] = [...links].sort((one, other) => one.pending - other.pending);
    if (first === undefined || first.pending >= limit) throw faceError('FACE_ENGINE_BUSY', { waiting: waiting() });
    return first;
  }

  return {
    get pending() {
      return waiting();
    },
    async look(picture, options, signal) {
      return (await free(FRAMES_PER_THREAD).call('look', [ownBytes(picture), options], signal)) as FaceView[];
    },
    async assess(picture, signal) {
      const answer = await free(ENROLMENTS_PER_THREAD).call('assess', [ownBytes(picture)], signal);
      return answer as FaceAnswer<'assess'>;
    },
    close,
  };
}

/** In the calling thread, which is blocked while a model runs. */
export async function openRecognitionHere(
  specs: readonly EmbedderSpec[],
  cacheFolder: string | null,
): Promise<RecognitionPool> {
  const recogniser = await openRecogniser(specs, cacheFolder);
  return {
    pending: 0,
    look: async (picture, options) => await recogniser.look(picture, options),
    assess: async (picture) => await recogniser.assess(picture),
    close: async () => await recogniser.close(),
  };
}

/** A slice of a larger buffer would be copied to the thread with all that it is a slice of. */
function ownBytes(picture: Uint8Array): Uint8Array {
  return picture.byteLength === picture.buffer.byteLength ? picture : new Uint8Array(picture);
}
