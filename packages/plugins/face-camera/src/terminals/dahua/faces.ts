import { faceError } from '../../errors.js';
import { dahuaFaceBody, dahuaUserBody, namesDahuaUser } from '../../wire/dahua-people.js';
import { codedError } from '../failures.js';
import { jpegBelow } from '../jpeg.js';
import type { TerminalFaces } from '../terminals.js';
import type { DahuaApi } from './api.js';

const USERS = '/cgi-bin/AccessUser.cgi';
const FACES = '/cgi-bin/AccessFace.cgi';
/** Terminals refuse larger pictures. */
const MAX_JPEG_BYTES = 100 * 1024;

/** Faces on a terminal that recognises by itself: the user first, then the picture. */
export function dahuaFaces(api: DahuaApi): TerminalFaces {
  /** Adds, or changes what is there already; which of the two it is, firmware tells by refusing. @throws as `DahuaApi.post` */
  async function put(path: string, body: string, signal: AbortSignal): Promise<void> {
    try {
      await api.post(`${path}?action=insertMulti`, body, signal);
    } catch (error) {
      if (codedError(error)?.code !== 'FACE_TERMINAL_REFUSED') throw error;
      await api.post(`${path}?action=updateMulti`, body, signal);
    }
  }

  /** What is not there cannot be removed, which some firmware calls a fault. */
  async function remove(path: string, userId: string, signal: AbortSignal): Promise<void> {
    try {
      await api.get(`${path}?action=removeMulti&UserIDList[0]=${encodeURIComponent(userId)}`, signal);
    } catch (error) {
      if (codedError(error)?.code !== 'FACE_TERMINAL_REFUSED') throw error;
    }
  }

  async function isNamed(path: string, userId: string, signal: AbortSignal): Promise<boolean> {
    try {
      const list = await api.get(`${path}?action=list&UserIDList[0]=${encodeURIComponent(userId)}`, signal);
      return namesDahuaUser(list.toString('utf8'), userId);
    } catch (error) {
      // A list of one who is not there is refused.
      if (codedError(error)?.code !== 'FACE_TERMINAL_REFUSED') throw error;
      return false;
    }
  }

  return {
    async send({ personKey, displayName, picture }, signal) {
      const jpeg = await jpegBelow(MAX_JPEG_BYTES, Buffer.from(picture, 'base64'));
      try {
        await put(USERS, dahuaUserBody(personKey, displayName), signal);
        await put(FACES, dahuaFaceBody(personKey, jpeg), signal);
      } catch (error) {
        const coded = codedError(error);
        if (coded?.code === 'FACE_TERMINAL_UNSUPPORTED') return { state: 'unsupported' };
        if (coded?.code !== 'FACE_TERMINAL_REFUSED') throw error;
        const reason = String(coded.details.reason ?? '');
        throw faceError('FACE_TERMINAL_FACE_REFUSED', { address: api.address, reason }, error);
      }
      return { state: 'stored' };
    },
    async withdraw({ personKey }, signal) {
      await remove(FACES, personKey, signal);
      await remove(USERS, personKey, signal);
      const isFace = await isNamed(FACES, personKey, signal);
      const isUser = await isNamed(USERS, personKey, signal);
      return { left: isFace || isUser ? 1 : 0 };
    },
  };
}
