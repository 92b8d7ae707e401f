import { faceError } from '../errors.js';
import { byteQueue } from './byte-queue.js';
import { type JsonExtent, jsonExtent } from './json-extent.js';
import { type PartHead, readPartHead } from './part-head.js';

export interface MultipartPart extends PartHead {
  /** Null for a picture that was passed over. */
  readonly body: Buffer | null;
  readonly bytes: number;
}

export interface MultipartOptions {
  /** Longest text part. */
  readonly maxTextBytes?: number;
  /** Longest picture, kept or passed over. */
  readonly maxPictureBytes?: number;
  /** Pictures are counted and dropped unless they are asked for. */
  readonly keepPictures?: boolean;
}

/** Takes a multipart body in pieces of any size; gives its parts as soon as each is whole. */
export interface MultipartReader {
  /** @throws FACE_WIRE_TOO_LARGE, FACE_WIRE_MULTIPART; the reader is of no use after that */
  push(bytes: Uint8Array): readonly MultipartPart[];
  /** True while a part has begun and is not whole: what a body that ends here has lost. */
  readonly isOpen: boolean;
}

const MAX_HEAD_BYTES = 8192;
const MAX_TEXT_BYTES = 256 * 1024;
const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

type State =
  | { readonly at: 'delimiter' }
  | { readonly at: 'delimiter-end' }
  | { readonly at: 'head' }
  | { readonly at: 'body-start'; readonly head: PartHead }
  | { readonly at: 'json'; readonly head: PartHead; readonly extent: JsonExtent }
  | { readonly at: 'text'; readonly head: PartHead }
  | { readonly at: 'sized'; readonly head: PartHead; readonly size: number }
  | { readonly at: 'passed-over'; readonly head: PartHead; readonly size: number; left: number }
  | { readonly at: 'unsized'; readonly head: PartHead; passed: number };

const isPicture = ({ contentType, name }: PartHead): boolean =>
  /^(image|video|audio)\/|^application\/octet-stream$/.test(contentType) ||
  (contentType === '' && /picture|image/i.test(name ?? ''));

/**
 * Reader of `multipart/mixed`, `multipart/x-mixed-replace` and `multipart/form-data` that need never end
 * (RFC 2046 section 5.1.1; Hikvision alertStream and HTTP listening, Dahua eventManager, MJPEG).
 *
 * - A JSON part is whole when its brackets balance, whatever its Content-Length says: terminals leave it out or count
 *   wrongly, and the next boundary may be a minute away.
 * - A picture with a Content-Length is taken by count, so bytes in it that look like a boundary mean nothing.
 * - Everything else ends at its Content-Length or at the next boundary, whichever is first.
 */
export function multipartReader(boundary: string, options: MultipartOptions = {}): MultipartReader {
  const { maxTextBytes = MAX_TEXT_BYTES, maxPictureBytes = MAX_PICTURE_BYTES, keepPictures = false } = options;
  // Some devices name the boundary with the dashes that only belong before it.
  const delimiter = Buffer.from(boundary.startsWith('--') ? boundary : `--${boundary}`, 'latin1');
  const queue = byteQueue();
  let state: State = { at: 'delimiter' };
  /** Bytes of the queue in which the delimiter was looked for and not found. */
  let searched = 0;
  let parts: MultipartPart[] = [];

  /** Position of the next delimiter that a line end or dashes follow; null when there is none yet. */
  function find(view: Buffer): number | null {
    for (let from = searched; ; ) {
      const hit = view.indexOf(delimiter, from);
      if (hit < 0) {
        searched = Math.max(0, view.length - delimiter.length + 1);
        return null;
      }
      const next = view[hit + delimiter.length];
      if (next === undefined) {
        searched = hit;
        return null;
      }
      if (next === CR || next === LF || next === DASH || next === 0x20 || next === 0x09) {
        searched = 0;
        return hit;
      }
      from = hit + 1;
    }
  }

  function drop(count: number): void {
    queue.drop(count);
    searched = Math.max(0, searched - count);
  }

  function give(head: PartHead, body: Buffer | null, bytes: number): void {
    parts.push({ ...head, body, bytes });
    state = { at: 'delimiter' };
    searched = 0;
  }

  function tooLarge(what: string, limit: number): never {
    throw faceError('FACE_WIRE_TOO_LARGE', { what, limit });
  }

  /** One step of the state. @returns false when more bytes are needed */
  function step(): boolean {
    const view = queue.view();
    switch (state.at) {
      case 'delimiter': {
        const hit = find(view);
        if (hit === null) {
          drop(searched);
          return false;
        }
        drop(hit + delimiter.length);
        state = { at: 'delimiter-end' };
        return true;
      }
      case 'delimiter-end': {
        if (view.length < 2) return false;
        if (view[0] === DASH && view[1] === DASH) {
          // The last boundary; some go on after it all the same.
          drop(2);
          state = { at: 'delimiter' };
          return true;
        }
        const end = view.indexOf(LF);
        if (end > MAX_HEAD_BYTES || (end < 0 && view.length > MAX_HEAD_BYTES)) {
          throw faceError('FACE_WIRE_MULTIPART', { reason: 'no line end after a boundary' });
        }
        if (end < 0) return false;
        // The line end stays: with it, a part without headers looks like one with them.
        drop(end);
        state = { at: 'head' };
        return true;
      }
      case 'head': {
        const end = headEnd(view);
        if (end === null) {
          if (view.length > MAX_HEAD_BYTES) tooLarge('a part header', MAX_HEAD_BYTES);
          return false;
        }
        if (end > MAX_HEAD_BYTES) tooLarge('a part header', MAX_HEAD_BYTES);
        const head = readPartHead(view.toString('latin1', 1, end));
        drop(end);
        state = { at: 'body-start', head };
        return true;
      }
      case 'body-start':
        return startBody(view, state.head);
      case 'json': {
        const length = state.extent.scan(view.length > maxTextBytes ? view.subarray(0, maxTextBytes + 1) : view);
        if (length === null) {
          if (view.length > maxTextBytes) tooLarge('a JSON part', maxTextBytes);
          return false;
        }
        if (length > maxTextBytes) tooLarge('a JSON part', maxTextBytes);
        const body = Buffer.from(view.subarray(0, length));
        drop(length);
        give(state.head, body, length);
        return true;
      }
      case 'text':
        return readText(view, state.head);
      case 'sized': {
        if (view.length < state.size) return false;
        const body = Buffer.from(view.subarray(0, state.size));
        drop(state.size);
        give(state.head, body, state.size);
        return true;
      }
      case 'passed-over': {
        const taken = Math.min(view.length, state.left);
        drop(taken);
        state.left -= taken;
        if (state.left > 0) return false;
        give(state.head, null, state.size);
        return true;
      }
      case 'unsized':
        return readUnsized(view, state);
    }
  }

  function startBody(view: Buffer, head: PartHead): boolean {
    const { contentLength } = head;
    if (isPicture(head)) {
      if (contentLength === null) {
        state = { at: 'unsized', head, passed: 0 };
        return true;
      }
      if (contentLength > maxPictureBytes) tooLarge('a picture', maxPictureBytes);
      state = keepPictures
        ? { at: 'sized', head, size: contentLength }
        : { at: 'passed-over', head, size: contentLength, left: contentLength };
      return true;
    }
    if (contentLength === 0) {
      give(head, Buffer.alloc(0), 0);
      return true;
    }
    let first = 0;
    while (first < view.length && isBlank(view[first] as number)) first += 1;
    if (first > MAX_HEAD_BYTES) throw faceError('FACE_WIRE_MULTIPART', { reason: 'a part of blanks' });
    if (first === view.length) return false;
    if (view[first] === 0x7b || view[first] === 0x5b) {
      drop(first);
      state = { at: 'json', head, extent: jsonExtent() };
      return true;
    }
    if (contentLength !== null && contentLength > maxTextBytes) tooLarge('a text part', maxTextBytes);
    state = { at: 'text', head };
    searched = 0;
    return true;
  }

  function readText(view: Buffer, head: PartHead): boolean {
    const size = head.contentLength;
    const window = size === null ? view : view.subarray(0, size);
    const hit = find(window);
    if (hit !== null) {
      if (hit > maxTextBytes) tooLarge('a text part', maxTextBytes);
      const body = trimmed(view.subarray(0, hit));
      drop(hit);
      give(head, Buffer.from(body), body.length);
      return true;
    }
    if (size !== null && view.length >= size) {
      const body = Buffer.from(view.subarray(0, size));
      drop(size);
      give(head, body, size);
      return true;
    }
    if (view.length > maxTextBytes + delimiter.length + 1) tooLarge('a text part', maxTextBytes);
    return false;
  }

  function readUnsized(view: Buffer, open: Extract<State, { at: 'unsized' }>): boolean {
    const hit = find(view);
    if (hit !== null) {
      if (open.passed + hit > maxPictureBytes) tooLarge('a picture', maxPictureBytes);
      const body = keepPictures ? Buffer.from(trimmed(view.subarray(0, hit))) : null;
      drop(hit);
      give(open.head, body, body?.length ?? open.passed + hit);
      return true;
    }
    if (open.passed + view.length > maxPictureBytes + delimiter.length + 1) tooLarge('a picture', maxPictureBytes);
    if (!keepPictures) {
      open.passed += searched;
      drop(searched);
    }
    return false;
  }

  let failure: unknown = null;
  return {
    get isOpen() {
      return failure !== null || state.at !== 'delimiter';
    },
    push(bytes) {
      if (failure !== null) throw failure;
      parts = [];
      queue.append(bytes);
      try {
        while (step());
      } catch (error) {
        failure = error;
        // What was whole before is given first.
        if (parts.length === 0) throw error;
      }
      return parts;
    },
  };
}

/** Where the body begins: behind the first empty line. The view begins with the line end before the first header. */
function headEnd(view: Buffer): number | null {
  for (let at = 0; ; at++) {
    at = view.indexOf(LF, at);
    if (at < 0) return null;
    const next = view[at + 1];
    if (next === LF) return at + 2;
    if (next === CR && view[at + 2] === LF) return at + 3;
  }
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === LF || byte === CR;

/** Without the line end that belongs to the boundary, and dashes of a boundary that has more of them. */
function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  let dashes = end;
  while (dashes > 0 && bytes[dashes - 1] === DASH) dashes -= 1;
  if (dashes > 0 && bytes[dashes - 1] === LF) end = dashes;
  if (end > 0 && bytes[end - 1] === LF) end -= 1;
  if (end > 0 && bytes[end - 1] === CR) end -= 1;
  return bytes.subarray(0, end);
}
