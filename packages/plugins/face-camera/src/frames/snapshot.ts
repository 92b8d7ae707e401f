import { isHadirError, pause } from '@hadir/sdk';
import { faceError } from '../errors.js';
import { type CameraAccess, type CameraHttp, cameraHttp } from './camera-http.js';
import type { FrameSource, FrameTaker } from './frame.js';

export interface PollOptions {
  readonly url: string;
  readonly framesPerSecond: number;
  readonly retryMs?: number;
}

const RETRY_MS = 500;
/** Cameras refuse a picture now and then while they change exposure or serve others. */
const MAX_MISSES = 3;

/** Asks for one picture after the other over a connection that is kept. */
export function snapshotSource(options: PollOptions & { readonly access: CameraAccess }): FrameSource {
  return {
    address: options.url,
    async grab(taker, signal) {
      const http = cameraHttp(options.access);
      try {
        await pollSnapshots(http, options, taker, signal);
      } finally {
        http.close();
      }
    },
  };
}

/** Until the signal aborts. */
export async function pollSnapshots(
  http: CameraHttp,
  { url, framesPerSecond, retryMs = RETRY_MS }: PollOptions,
  taker: FrameTaker,
  signal: AbortSignal,
): Promise<void> {
  const everyMs = 1000 / framesPerSecond;
  const address = new URL(url);
  for (let misses = 0; !signal.aborted; ) {
    const startedAt = performance.now();
    try {
      taker.picture(await snapshot(http, address, signal));
      misses = 0;
    } catch (error) {
      if (signal.aborted) return;
      misses += 1;
      if (!isHadirError(error) || !error.retryable || misses >= MAX_MISSES) throw error;
      await pause(retryMs, signal);
    }
    await pause(Math.max(0, everyMs - (performance.now() - startedAt)), signal);
  }
}

async function snapshot(http: CameraHttp, url: URL, signal: AbortSignal): Promise<Buffer> {
  const { body, contentType } = await http.send(url, { signal });
  if (isJpeg(body)) return body;
  const what = (contentType || 'no type').slice(0, 60);
  throw faceError('FACE_CAMERA_ANSWER', { host: url.host, path: url.pathname, what });
}

/** By its first bytes (ITU-T T.81, table B.1): what cameras say of the type is often wrong. */
export const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;
