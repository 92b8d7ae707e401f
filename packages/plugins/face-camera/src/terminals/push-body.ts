import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { faceError } from '../errors.js';
import { multipartReader } from '../wire/multipart.js';
import { boundaryOf } from '../wire/part-head.js';

/** What a terminal pushed in one request. */
export interface PushBody {
  /** Texts: JSON or XML, one for each event. */
  readonly texts: readonly Buffer[];
  /** Pictures that came with them; they were counted and dropped while they came. */
  readonly pictures: number;
}

const MAX_TEXT_BYTES = 256 * 1024;
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_TEXTS = 1000;

function unpacked(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return request;
  // Some Dahua firmware packs what it pushes.
  const unpack = encoding === 'deflate' ? createInflate() : encoding === 'gzip' ? createGunzip() : null;
  if (unpack === null) throw faceError('FACE_WIRE_MULTIPART', { reason: `content encoding ${encoding.slice(0, 20)}` });
  request.on('error', (error) => unpack.destroy(error));
  return request.pipe(unpack);
}

/** @throws FACE_WIRE_TOO_LARGE, FACE_WIRE_MULTIPART; the socket's error when the body breaks off */
export async function readPushBody(request: IncomingMessage): Promise<PushBody> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '');
  const reader = boundary === null ? null : multipartReader(boundary, { maxTextBytes: MAX_TEXT_BYTES });
  const texts: Buffer[] = [];
  let pictures = 0;
  let bytes = 0;
  for await (const chunk of unpacked(request)) {
    const piece = chunk as Buffer;
    bytes += piece.length;
    const limit = reader === null ? MAX_TEXT_BYTES : MAX_BODY_BYTES;
    if (bytes > limit) throw faceError('FACE_WIRE_TOO_LARGE', { what: 'a pushed body', limit });
    if (reader === null) texts.push(piece);
    for (const part of reader?.push(piece) ?? []) {
      if (part.body === null) pictures += 1;
      else if (part.body.length > 0) texts.push(part.body);
      if (texts.length > MAX_TEXTS) throw faceError('FACE_WIRE_TOO_LARGE', { what: 'a pushed body', limit: MAX_TEXTS });
    }
  }
  if (!request.complete || reader?.isOpen === true)
    throw faceError('FACE_WIRE_MULTIPART', { reason: 'the body is cut' });
  const whole = reader === null ? [Buffer.concat(texts)].filter((text) => text.length > 0) : texts;
  return { texts: whole, pictures };
}
