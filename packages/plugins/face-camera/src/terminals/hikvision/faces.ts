import { randomBytes } from 'node:crypto';
import type { FaceAnswer, FaceRequest } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import { hikFaceDeleteBody, hikFaceForm, hikFaceSearchBody, readHikFaces } from '../../wire/hik-people.js';
import { codedError } from '../failures.js';
import { jpegBelow } from '../jpeg.js';
import { type HikApi, type HikRefusal, refused } from './api.js';
import { deleteUser, hasUser, putUser } from './users.js';

const BASE = '/ISAPI/Intelligent/FDLib';
/** ISAPI: a face picture has less than 200 KB. */
const MAX_JPEG_BYTES = 200 * 1024;
/** Terminals work out the template before they answer. */
const FACE_TIMEOUT_MS = 30_000;
const BEGIN = '2000-01-01T00:00:00';

export interface HikFaces {
  send(request: FaceRequest<'send'>, signal: AbortSignal): Promise<FaceAnswer<'send'>>;
  withdraw(request: FaceRequest<'withdraw'>, signal: AbortSignal): Promise<FaceAnswer<'withdraw'>>;
}

/** Faces on a terminal that recognises by itself: the user first, then the picture, from which it makes its own template. */
export function hikFaces(api: HikApi, library: string): HikFaces {
  async function upload(form: Buffer, boundary: string, signal: AbortSignal): Promise<HikRefusal | null> {
    const order = {
      body: form,
      contentType: `multipart/form-data; boundary=${boundary}`,
      timeoutMs: FACE_TIMEOUT_MS,
      signal,
    } as const;
    const added = await api.order(`${BASE}/FaceDataRecord?format=json`, { ...order, method: 'POST' });
    if (added === null || !/AlreadyExist/i.test(added.status?.subStatusCode ?? '')) return added;
    return api.order(`${BASE}/FDSetUp?format=json`, { ...order, method: 'PUT' });
  }

  /** Faces that the terminal still names for the person. */
  async function left(personKey: string, signal: AbortSignal): Promise<number> {
    const body = hikFaceSearchBody(library, personKey);
    return readHikFaces(await api.json(`${BASE}/FDSearch?format=json`, { method: 'POST', body, signal }), personKey);
  }

  return {
    async send({ personKey, displayName, picture }, signal) {
      const jpeg = await jpegBelow(MAX_JPEG_BYTES, Buffer.from(picture, 'base64'));
      try {
        await putUser(api, { employeeNo: personKey, name: displayName, beginTime: BEGIN }, signal);
      } catch (error) {
        if (codedError(error)?.code === 'FACE_TERMINAL_UNSUPPORTED') return { state: 'unsupported' };
        throw error;
      }
      const boundary = `hadir${randomBytes(16).toString('hex')}`;
      const form = hikFaceForm({ library, employeeNo: personKey, name: displayName }, jpeg, boundary);
      const refusal = await upload(form, boundary, signal);
      if (refusal === null) return { state: 'stored' };
      if (refusal.isUnsupported) return { state: 'unsupported' };
      throw faceError('FACE_TERMINAL_FACE_REFUSED', { address: api.address, reason: refusal.reason });
    },
    async withdraw({ personKey }, signal) {
      const path = `${BASE}/FDSearch/Delete?format=json&FDID=${encodeURIComponent(library)}&faceLibType=blackFD`;
      const removed = await api.order(path, { method: 'PUT', body: hikFaceDeleteBody(personKey), signal });
      await deleteUser(api, personKey, signal);
      const faces = await left(personKey, signal);
      // The proof counts; what the deletion itself said matters only when something is left.
      if (faces > 0 && removed !== null) throw refused(api.address, path, removed);
      const isUser = await hasUser(api, personKey, signal);
      return { left: Math.max(faces, isUser ? 1 : 0) };
    },
  };
}
