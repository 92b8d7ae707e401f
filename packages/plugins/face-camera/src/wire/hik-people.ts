import { faceError } from '../errors.js';
import { integerOf, isObject, textOf } from './json.js';

/** A user as a terminal lists them; passwords are not read. */
export interface HikUser {
  readonly employeeNo: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly cards: number | null;
  readonly faces: number | null;
  readonly fingerprints: number | null;
}

export interface HikUserPage {
  readonly users: readonly HikUser[];
  readonly more: boolean;
  readonly returned: number;
}

const FORMAT = 'hikvision-isapi';
/** The last day that 32-bit firmware knows. */
const LAST_DAY = '2037-12-31T23:59:59';

/** `POST …/UserInfo/Record`, `PUT …/UserInfo/Modify`. @param beginTime wall time from which the user may pass */
export function hikUserBody(employeeNo: string, name: string, beginTime: string): string {
  return JSON.stringify({
    UserInfo: {
      employeeNo,
      name,
      userType: 'normal',
      Valid: { enable: true, beginTime, endTime: LAST_DAY, timeType: 'local' },
      doorRight: '1',
      RightPlan: [{ doorNo: 1, planTemplateNo: '1' }],
    },
  });
}

export function hikUserDeleteBody(employeeNo: string): string {
  return JSON.stringify({ UserInfoDelCond: { EmployeeNoList: [{ employeeNo }] } });
}

export function hikUserSearchBody(searchId: string, position: number, maxResults: number, employeeNo?: string): string {
  return JSON.stringify({
    UserInfoSearchCond: {
      searchID: searchId,
      searchResultPosition: position,
      maxResults,
      ...(employeeNo === undefined ? {} : { EmployeeNoList: [{ employeeNo }] }),
    },
  });
}

/** @throws FACE_WIRE_UNREADABLE */
export function readHikUsers(value: unknown): HikUserPage {
  const answer = isObject(value) ? value.UserInfoSearch : undefined;
  if (!isObject(answer))
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'UserInfoSearch', reason: 'missing' });
  const list: readonly unknown[] = Array.isArray(answer.UserInfo) ? answer.UserInfo : [];
  return {
    more: textOf(answer.responseStatusStrg)?.toUpperCase() === 'MORE',
    returned: integerOf(answer.numOfMatches) ?? list.length,
    users: list.flatMap((one) => {
      const employeeNo = isObject(one) ? textOf(one.employeeNo) : null;
      if (!isObject(one) || employeeNo === null) return [];
      return [
        {
          employeeNo,
          name: textOf(one.name, 120) ?? '',
          isAdmin: one.localUIRight === true,
          cards: integerOf(one.numOfCard),
          faces: integerOf(one.numOfFace),
          fingerprints: integerOf(one.numOfFP),
        },
      ];
    }),
  };
}

const CRLF = '\r\n';

/**
 * `POST …/FDLib/FaceDataRecord`, `PUT …/FDLib/FDSetUp`: the words and the picture in one form.
 * @param boundary must not occur in the picture
 */
export function hikFaceForm(
  face: { readonly library: string; readonly employeeNo: string; readonly name: string },
  jpeg: Uint8Array,
  boundary: string,
): Buffer {
  const words = JSON.stringify({ faceLibType: 'blackFD', FDID: face.library, FPID: face.employeeNo, name: face.name });
  const part = (name: string, type: string, bytes: number, file = '') =>
    `--${boundary}${CRLF}Content-Disposition: form-data; name="${name}"${file}${CRLF}Content-Type: ${type}${CRLF}Content-Length: ${bytes}${CRLF}${CRLF}`;
  return Buffer.concat([
    Buffer.from(part('FaceDataRecord', 'application/json', Buffer.byteLength(words)) + words + CRLF),
    Buffer.from(part('FaceImage', 'image/jpeg', jpeg.length, '; filename="face.jpg"')),
    jpeg,
    Buffer.from(`${CRLF}--${boundary}--${CRLF}`),
  ]);
}

/** `PUT …/FDLib/FDSearch/Delete?format=json&FDID=<library>&faceLibType=blackFD` */
export function hikFaceDeleteBody(employeeNo: string): string {
  return JSON.stringify({ FPID: [{ value: employeeNo }] });
}

/** `POST …/FDLib/FDSearch?format=json` for one person. */
export function hikFaceSearchBody(library: string, employeeNo: string): string {
  return JSON.stringify({
    searchResultPosition: 0,
    maxResults: 10,
    faceLibType: 'blackFD',
    FDID: library,
    FPID: employeeNo,
  });
}

/** How many faces of that person an answer to a search names. @throws FACE_WIRE_UNREADABLE */
export function readHikFaces(value: unknown, employeeNo: string): number {
  if (!isObject(value))
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'FDSearch', reason: 'no object' });
  const list: readonly unknown[] = Array.isArray(value.MatchList) ? value.MatchList : [];
  // Firmware that ignores FPID lists everybody; others count without a list.
  const named = list.filter((one) => isObject(one) && textOf(one.FPID) === employeeNo).length;
  return list.length > 0 ? named : (integerOf(value.totalMatches) ?? 0);
}
