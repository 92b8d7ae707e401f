import { faceError } from '../errors.js';
import { type MultipartPart, multipartReader } from '../wire/multipart.js';

const FIRST_LINE = /^\s{0,8}--([^\r\n]{1,200}?)(?:--)?\r?\n/;

/** Parts of a captured multipart body, which names its boundary in its first line; null when it is none. */
export function partsOf(input: Uint8Array): readonly MultipartPart[] | null {
  const start = Buffer.from(input.subarray(0, 256)).toString('latin1');
  const boundary = FIRST_LINE.exec(start)?.[1];
  if (boundary === undefined) return null;
  const reader = multipartReader(boundary);
  const parts = reader.push(input);
  if (reader.isOpen) {
    reader.push(Buffer.alloc(0));
    throw faceError('FACE_WIRE_MULTIPART', { reason: 'the last part is cut' });
  }
  return parts;
}
