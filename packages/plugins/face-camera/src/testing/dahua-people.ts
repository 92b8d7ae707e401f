import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, reply } from './device-server.js';

/** Users and faces of a simulated Dahua terminal. */
export interface DahuaPeople {
  readonly users: Map<string, string>;
  readonly faces: Map<string, Buffer>;
  /** @returns false for a path that is not about people */
  answer(url: URL, request: IncomingMessage, response: ServerResponse): boolean;
}

interface PeopleBody {
  readonly UserList?: readonly { readonly UserID: string; readonly UserName: string }[];
  readonly FaceList?: readonly { readonly UserID: string; readonly PhotoData: readonly string[] }[];
}

const TEXT = 'text/plain;charset=utf-8';
const MAX_PICTURE_BYTES = 100 * 1024;

export function dahuaPeople(): DahuaPeople {
  const users = new Map<string, string>();
  const faces = new Map<string, Buffer>();

  /** Inserting what is there, and changing what is not, are both refused. */
  function put({ UserList = [], FaceList = [] }: PeopleBody, isChange: boolean): boolean {
    const taken = [
      ...UserList.map(({ UserID, UserName }) => {
        if (users.has(UserID) !== isChange) return false;
        users.set(UserID, UserName);
        return true;
      }),
      ...FaceList.map(({ UserID, PhotoData: [photo = ''] }) => {
        const picture = Buffer.from(photo, 'base64');
        const isJpeg = picture[0] === 0xff && picture[1] === 0xd8 && picture.length <= MAX_PICTURE_BYTES;
        if (!isJpeg || !users.has(UserID) || faces.has(UserID) !== isChange) return false;
        faces.set(UserID, picture);
        return true;
      }),
    ];
    return taken.length > 0 && taken.every(Boolean);
  }

  return {
    users,
    faces,
    answer(url, request, response) {
      const isUsers = url.pathname === '/cgi-bin/AccessUser.cgi';
      if (!isUsers && url.pathname !== '/cgi-bin/AccessFace.cgi') return false;
      const ok = (yes: boolean) => reply(response, yes ? 200 : 400, TEXT, yes ? 'OK\r\n' : 'Error\r\nBad Request!\r\n');
      const action = url.searchParams.get('action') ?? '';
      const id = url.searchParams.get('UserIDList[0]') ?? '';
      if (action === 'insertMulti' || action === 'updateMulti') {
        bodyOf(request)
          .then((body) => ok(put(JSON.parse(body.toString('utf8')) as PeopleBody, action === 'updateMulti')))
          .catch(() => response.destroy());
        return true;
      }
      request.resume();
      const held = isUsers ? users : faces;
      if (action === 'removeMulti') ok(held.delete(id));
      else if (held.has(id)) reply(response, 200, TEXT, `${isUsers ? 'Users' : 'FaceList'}[0].UserID=${id}\r\n`);
      else ok(false);
      return true;
    },
  };
}
