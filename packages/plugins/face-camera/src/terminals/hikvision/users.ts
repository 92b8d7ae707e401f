import { randomUUID } from 'node:crypto';
import type { DeviceUserReading } from '@hadir/sdk';
import {
  type HikUser,
  hikUserBody,
  hikUserDeleteBody,
  hikUserSearchBody,
  readHikUsers,
} from '../../wire/hik-people.js';
import { type HikApi, refused } from './api.js';

const BASE = '/ISAPI/AccessControl/UserInfo';
const PAGE = 30;
const MAX_PAGES = 4_000;

/** Everybody on the terminal, page by page. @throws as `HikApi.json` */
export async function* readUsers(api: HikApi, signal: AbortSignal): AsyncIterable<readonly HikUser[]> {
  const searchId = randomUUID();
  for (let position = 0, pages = 0; pages < MAX_PAGES; pages++) {
    const body = hikUserSearchBody(searchId, position, PAGE);
    const page = readHikUsers(await api.json(`${BASE}/Search?format=json`, { method: 'POST', body, signal }));
    yield page.users;
    position += page.returned;
    if (!page.more || page.returned === 0) return;
  }
}

/** Whether the terminal knows the user. @throws as `HikApi.json` */
export async function hasUser(api: HikApi, employeeNo: string, signal: AbortSignal): Promise<boolean> {
  const body = hikUserSearchBody(randomUUID(), 0, PAGE, employeeNo);
  const page = readHikUsers(await api.json(`${BASE}/Search?format=json`, { method: 'POST', body, signal }));
  return page.users.some((user) => user.employeeNo === employeeNo);
}

/** Writes a user or changes his name. @param beginTime wall time from which he may pass. @throws as `HikApi.text` */
export async function putUser(
  api: HikApi,
  user: { readonly employeeNo: string; readonly name: string; readonly beginTime: string },
  signal: AbortSignal,
): Promise<void> {
  const body = hikUserBody(user.employeeNo, user.name, user.beginTime);
  const added = await api.order(`${BASE}/Record?format=json`, { method: 'POST', body, signal });
  if (added === null) return;
  const changed = await api.order(`${BASE}/Modify?format=json`, { method: 'PUT', body, signal });
  // What is wrong with the user is said by the first answer, unless he only was there already.
  const isThere = /AlreadyExist/i.test(added.status?.subStatusCode ?? '');
  if (changed !== null) throw refused(api.address, `${BASE}/Record`, isThere ? changed : added);
}

/** Removes a user; one who is not there is removed. @throws as `HikApi.text` */
export async function deleteUser(api: HikApi, employeeNo: string, signal: AbortSignal): Promise<void> {
  const path = `${BASE}/Delete?format=json`;
  const refusal = await api.order(path, { method: 'PUT', body: hikUserDeleteBody(employeeNo), signal });
  if (refusal === null || /notExist|NotFound/i.test(refusal.status?.subStatusCode ?? '')) return;
  throw refused(api.address, path, refusal);
}

/** Equal facts give the same key, so reading the users again adds nothing. */
export function userReading(user: HikUser): DeviceUserReading {
  const { employeeNo, name, isAdmin, cards, faces, fingerprints } = user;
  const facts = JSON.stringify([employeeNo, name, isAdmin, cards, faces, fingerprints]);
  const enrolled = [
    { method: 'face', count: faces },
    { method: 'fingerprint', count: fingerprints },
  ].flatMap(({ method, count }) => (count === null || count === 0 ? [] : [{ method, count }]));
  return {
    kind: 'device-user',
    key: `u|${employeeNo}|${isAdmin ? 'a' : 'u'}|${cards ?? '-'}|${faces ?? '-'}|${fingerprints ?? '-'}|${name}`.slice(
      0,
      200,
    ),
    deviceUserId: employeeNo,
    name,
    privilege: isAdmin ? 'admin' : 'user',
    ...(cards === null ? {} : { card: cards > 0 }),
    ...(enrolled.length === 0 ? {} : { enrolled }),
    time: { form: 'absent' },
    transport: 'isapi',
    raw: { encoding: 'utf8', data: facts },
  };
}
