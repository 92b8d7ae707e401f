import { faceError } from '../errors.js';
import type { HttpStream } from '../terminals/http-client.js';
import { multipartReader } from '../wire/multipart.js';
import { boundaryOf } from '../wire/part-head.js';
import { type CameraAccess, cameraHttp } from './camera-http.js';
import { type FrameSource, type FrameTaker, MAX_FRAME_BYTES } from './frame.js';
import { isJpeg } from './snapshot.js';

export interface MjpegOptions {
  readonly url: string;
  readonly access: CameraAccess;
  /** Without a byte for this long, the line counts as dead. */
  readonly stallMs?: number;
}

const STALL_MS = 10_000;

/** An endless `multipart/x-mixed-replace` of JPEG pictures. */
export function mjpegSource({ url, access, stallMs = STALL_MS }: MjpegOptions): FrameSource {
  return {
    address: url,
    async grab(taker, signal) {
      const http = cameraHttp(access);
      const address = new URL(url);
      try {
        const stream = await http.open(address, { signal, idleMs: stallMs });
        await readStream(stream, address, taker);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        http.close();
      }
    },
  };
}

/** Never resolves: a stream that ends has broken off. */
async function readStream(stream: HttpStream, { host, pathname }: URL, taker: FrameTaker): Promise<never> {
  const boundary = boundaryOf(stream.contentType);
  if (boundary === null) {
    stream.close();
    const what = (stream.contentType || 'no type').slice(0, 60);
    throw faceError('FACE_CAMERA_ANSWER', { host, path: pathname, what });
  }
  const reader = multipartReader(boundary, { keepPictures: true, maxPictureBytes: MAX_FRAME_BYTES });
  try {
    for await (const piece of stream.pieces) {
      for (const { body } of reader.push(piece)) if (body !== null && isJpeg(body)) taker.picture(body);
    }
  } finally {
    stream.close();
  }
  throw faceError('FACE_CAMERA_UNREACHABLE', { host, reason: 'stream ended' });
}
