import { faceError } from '../errors.js';
import { MAX_FRAME_BYTES } from './frame.js';

const MARKER = 0xff;
/** Start and end of image (ITU-T T.81, table B.1). Inside entropy-coded data every FF is followed by 00 or RSTn (F.1.2.3). */
const SOI = 0xd8;
const EOI = 0xd9;

export interface JpegSplitter {
  /** Takes the next bytes of the stream and gives the pictures that they complete. @throws FACE_FRAME_TOO_LARGE */
  push(bytes: Buffer): Buffer[];
}

/**
 * Cuts a stream of JPEG pictures, one after the other with nothing said about their length, into pictures.
 * Pictures with a thumbnail inside would be cut at the thumbnail's end; encoders of video streams write none.
 */
export function jpegSplitter(limitBytes = MAX_FRAME_BYTES): JpegSplitter {
  let parts: Buffer[] = [];
  let length = 0;
  let isInside = false;
  /** The last byte of the bytes before was FF. */
  let wasMarker = false;

  function add(part: Buffer): void {
    if (part.length === 0) return;
    length += part.length;
    if (length > limitBytes) {
      reset();
      throw faceError('FACE_FRAME_TOO_LARGE', { limitBytes });
    }
    parts.push(part);
  }

  function reset(): void {
    parts = [];
    length = 0;
    isInside = false;
    wasMarker = false;
  }

  /** Index of the byte after the next `FF code`, or -1. */
  function after(bytes: Buffer, from: number, code: number): number {
    if (wasMarker && from === 0 && bytes[0] === code) return 1;
    for (let at = bytes.indexOf(MARKER, from); at !== -1; at = bytes.indexOf(MARKER, at + 1)) {
      if (bytes[at + 1] === code) return at + 2;
    }
    return -1;
  }

  return {
    push(bytes) {
      const pictures: Buffer[] = [];
      let at = 0;
      while (at < bytes.length) {
        const next = after(bytes, at, isInside ? EOI : SOI);
        if (next === -1) {
          // Copied: a slice would keep the whole chunk of the pipe alive.
          if (isInside) add(Buffer.from(bytes.subarray(at)));
          break;
        }
        wasMarker = false;
        if (isInside) {
          add(bytes.subarray(at, next));
          pictures.push(Buffer.concat(parts, length));
          reset();
        } else {
          isInside = true;
          add(Buffer.from([MARKER, SOI]));
        }
        at = next;
      }
      wasMarker = bytes.length > 0 ? bytes[bytes.length - 1] === MARKER && at < bytes.length : wasMarker;
      return pictures;
    },
  };
}
