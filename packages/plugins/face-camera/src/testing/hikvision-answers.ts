import type { IncomingMessage, ServerResponse } from 'node:http';
import { multipartReader } from '../wire/multipart.js';
import { boundaryOf } from '../wire/part-head.js';
import { bodyOf, reply } from './device-server.js';
import { foundEvent, type HikvisionMemory, type HikvisionSimEvent } from './hikvision-memory.js';

/** How a simulated firmware differs from others. */
export interface HikvisionFirmware {
  readonly utcOffset: string;
  /** Whether a search takes an offset behind its times, or refuses it. */
  readonly searchOffset: 'taken' | 'refused';
  /** Events with their members at the top (DS-K1T323). */
  readonly isFlat: boolean;
  /** Parts of the open stream without Content-Length. */
  readonly hasPartLength: boolean;
}

const JSON_TYPE = 'application/json';

export function status(response: ServerResponse, http: number, statusCode: number, subStatusCode: string): void {
  const statusString = statusCode === 1 ? 'OK' : 'Invalid Operation';
  reply(response, http, JSON_TYPE, JSON.stringify({ statusCode, statusString, subStatusCode }));
}

/** `ok`, or the subStatusCode of a refusal. */
function verdict(response: ServerResponse, said: string): void {
  if (said === 'ok') status(response, 200, 1, said);
  else status(response, 400, 6, said);
}

interface SearchCondition {
  readonly searchID: string;
  readonly searchResultPosition: number;
  readonly maxResults: number;
  readonly major: number;
  readonly minor: number;
  readonly startTime: string;
  readonly endTime: string;
}

const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([+-]\d{2}:\d{2})?$/;
const MOST = 30;

function search(
  memory: HikvisionMemory,
  firmware: HikvisionFirmware,
  condition: SearchCondition,
  response: ServerResponse,
): void {
  const from = TIME.exec(condition.startTime);
  const to = TIME.exec(condition.endTime);
  const hasOffset = from?.[2] !== undefined;
  if (from === null || to === null || (hasOffset && firmware.searchOffset === 'refused')) {
    status(response, 400, 6, 'badJsonContent');
    return;
  }
  const { major, minor, searchResultPosition: position } = condition;
  const isWanted = (event: HikvisionSimEvent) =>
    (major === 0 || event.major === major) &&
    (minor === 0 || event.minor === minor) &&
    event.wall >= (from[1] ?? '') &&
    event.wall <= (to[1] ?? '');
  const all = memory.events.filter(isWanted).sort((a, b) => (a.wall < b.wall ? -1 : 1));
  const page = all.slice(position, position + Math.min(condition.maxResults, MOST));
  const answer = {
    AcsEvent: {
      searchID: condition.searchID,
      totalMatches: all.length,
      responseStatusStrg: page.length === 0 ? 'NO MATCH' : position + page.length < all.length ? 'MORE' : 'OK',
      numOfMatches: page.length,
      ...(page.length === 0 ? {} : { InfoList: page.map((event) => foundEvent(event, firmware.utcOffset)) }),
    },
  };
  reply(response, 200, JSON_TYPE, JSON.stringify(answer));
}

interface UserBody {
  readonly UserInfo?: { readonly employeeNo: string; readonly name: string };
  readonly UserInfoDelCond?: { readonly EmployeeNoList: readonly { readonly employeeNo: string }[] };
  readonly UserInfoSearchCond?: {
    readonly searchID: string;
    readonly searchResultPosition: number;
    readonly maxResults: number;
    readonly EmployeeNoList?: readonly { readonly employeeNo: string }[];
  };
}

function orderUser(memory: HikvisionMemory, what: string, body: UserBody): string {
  const { UserInfo: user, UserInfoDelCond: removal } = body;
  if (what === 'Delete' && removal !== undefined) {
    for (const { employeeNo } of removal.EmployeeNoList) memory.users.delete(employeeNo);
    return 'ok';
  }
  if (user === undefined) return 'badJsonContent';
  const isThere = memory.users.has(user.employeeNo);
  if (what === 'Record' && isThere) return 'employeeNoAlreadyExist';
  if (what === 'Modify' && !isThere) return 'employeeNoNotExist';
  memory.users.set(user.employeeNo, user.name);
  return 'ok';
}

function listUsers(memory: HikvisionMemory, wanted: NonNullable<UserBody['UserInfoSearchCond']>): string {
  const numbers = wanted.EmployeeNoList?.map(({ employeeNo }) => employeeNo);
  const all = [...memory.users].filter(([employeeNo]) => numbers === undefined || numbers.includes(employeeNo));
  const page = all.slice(wanted.searchResultPosition, wanted.searchResultPosition + wanted.maxResults);
  const UserInfo = page.map(([employeeNo, name]) => ({
    employeeNo,
    name,
    userType: 'normal',
    localUIRight: false,
    numOfCard: 0,
    numOfFP: 0,
    numOfFace: memory.faces.has(employeeNo) ? 1 : 0,
  }));
  const rest = wanted.searchResultPosition + page.length < all.length;
  const responseStatusStrg = page.length === 0 ? 'NO MATCH' : rest ? 'MORE' : 'OK';
  const answer = { searchID: wanted.searchID, responseStatusStrg, numOfMatches: page.length, totalMatches: all.length };
  return JSON.stringify({ UserInfoSearch: { ...answer, UserInfo } });
}

const MAX_FACE_BYTES = 200 * 1024;

function takeFace(memory: HikvisionMemory, body: Buffer, contentType: string, isReplacing: boolean): string {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return 'badJsonContent';
  const parts = multipartReader(boundary, { keepPictures: true }).push(body);
  const words = parts.find(({ name }) => name === 'FaceDataRecord')?.body;
  const picture = parts.find(({ name }) => name === 'FaceImage' || name === 'img')?.body;
  if (words == null || picture == null) return 'badJsonContent';
  const { FPID } = JSON.parse(words.toString('utf8')) as { FPID: string };
  if (!/^[A-Za-z0-9]{1,32}$/.test(FPID)) return 'badJsonContent';
  if (!memory.users.has(FPID)) return 'employeeNoNotExist';
  const isJpeg = picture[0] === 0xff && picture[1] === 0xd8;
  if (picture.length >= MAX_FACE_BYTES || !isJpeg) return 'SubpicAnalysisModelingError';
  if (memory.faces.has(FPID) && !isReplacing) return 'deviceUserAlreadyExistFace';
  memory.faces.set(FPID, picture);
  return 'ok';
}

function faceSearch(memory: HikvisionMemory, wanted: { readonly FPID?: string }, response: ServerResponse): void {
  const found = [...memory.faces.keys()].filter((id) => wanted.FPID === undefined || id === wanted.FPID);
  const answer = {
    statusCode: 1,
    statusString: 'OK',
    subStatusCode: 'ok',
    responseStatusStrg: found.length === 0 ? 'NO MATCH' : 'OK',
    numOfMatches: found.length,
    totalMatches: found.length,
    MatchList: found.map((FPID) => ({ FPID })),
  };
  reply(response, 200, JSON_TYPE, JSON.stringify(answer));
}

/** Answers requests about the log, users and faces. @returns false for any other path */
export async function answerMemory(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  memory: HikvisionMemory,
  firmware: HikvisionFirmware,
): Promise<boolean> {
  const json = async () => JSON.parse((await bodyOf(request)).toString('utf8')) as never;
  if (path === '/ISAPI/AccessControl/AcsEvent') {
    const { AcsEventCond } = (await json()) as { AcsEventCond: SearchCondition };
    search(memory, firmware, AcsEventCond, response);
  } else if (path.startsWith('/ISAPI/AccessControl/UserInfo/')) {
    const body = (await json()) as UserBody;
    const { UserInfoSearchCond: wanted } = body;
    if (wanted === undefined) verdict(response, orderUser(memory, path.split('/').at(-1) ?? '', body));
    else reply(response, 200, JSON_TYPE, listUsers(memory, wanted));
  } else if (path === '/ISAPI/Intelligent/FDLib/FaceDataRecord' || path === '/ISAPI/Intelligent/FDLib/FDSetUp') {
    const body = await bodyOf(request);
    verdict(response, takeFace(memory, body, request.headers['content-type'] ?? '', path.endsWith('FDSetUp')));
  } else if (path === '/ISAPI/Intelligent/FDLib/FDSearch/Delete') {
    const { FPID } = (await json()) as { FPID: readonly { readonly value: string }[] };
    for (const { value } of FPID) memory.faces.delete(value);
    verdict(response, 'ok');
  } else if (path === '/ISAPI/Intelligent/FDLib/FDSearch') {
    faceSearch(memory, await json(), response);
  } else return false;
  return true;
}
