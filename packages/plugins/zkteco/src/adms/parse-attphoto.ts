import { zkError } from '../errors.js';
import { type AdmsTime, parseAdmsTime } from './parse-common.js';

/** What an upload of table ATTPHOTO is about. The picture itself is not kept. */
export interface AttPhotoHead {
  /** Null when the scan failed and the terminal photographed somebody it does not know. */
  readonly deviceUserId: string | null;
  readonly time: AdmsTime | null;
  readonly serialNumber: string;
  readonly sizeStated: number | null;
  readonly photoBytes: number;
}

const MAX_HEAD_BYTES = 1024;
const FILE_NAME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:-([^.]{1,64}))?\.\w{1,8}$/;

/**
 * `PIN=<yyyymmddHHMMSS-pin>.jpg`, `SN=`, `size=`, `CMD=` on a line each, then one NUL, then the picture
 * (vendor Attendance PUSH document, attendance photos).
 * @throws ADMS_PHOTO_HEADER
 */
export function parseAttPhoto(body: Uint8Array): AttPhotoHead {
  const nul = body.subarray(0, MAX_HEAD_BYTES).indexOf(0);
  if (nul < 0) throw zkError('ADMS_PHOTO_HEADER', { reason: 'no NUL after the head' });
  const head = Buffer.from(body.subarray(0, nul)).toString('latin1');
  const value = (key: string): string | undefined =>
    head
      .split(/\r?\n/)
      .find((line) => line.toLowerCase().startsWith(`${key}=`))
      ?.slice(key.length + 1);
  const name = FILE_NAME.exec(value('pin') ?? '');
  if (name === null) throw zkError('ADMS_PHOTO_HEADER', { reason: 'no file name of time and user id' });
  const [, year, month, day, hour, minute, second, pin] = name;
  const size = value('size') ?? '';
  return {
    deviceUserId: pin ?? null,
    time: parseAdmsTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`),
    serialNumber: (value('sn') ?? '').slice(0, 40),
    sizeStated: /^\d{1,9}$/.test(size) ? Number(size) : null,
    photoBytes: body.length - nul - 1,
  };
}
