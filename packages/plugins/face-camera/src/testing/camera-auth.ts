import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The camera's side of HTTP Digest (RFC 7616 §3.4, MD5 with qop=auth), the same for HTTP and RTSP (RFC 2326 §D). */
export interface CameraAuth {
  /** The value of `WWW-Authenticate`. */
  challenge(): string;
  accepts(method: string, header: string | undefined): boolean;
}

export interface CameraUser {
  readonly username: string;
  readonly password: string;
}

const REALM = 'Simulated camera';

/** @param user null: everybody may look */
export function cameraAuth(user: CameraUser | null): CameraAuth {
  const nonce = randomBytes(16).toString('hex');
  return {
    challenge: () => `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"`,
    accepts(method, header) {
      if (user === null) return true;
      const said = fieldsOf(header ?? '');
      if (said === null || said.nonce !== nonce || said.username !== user.username) return false;
      const who = md5(`${user.username}:${REALM}:${user.password}`);
      const what = md5(`${method}:${said.uri ?? ''}`);
      const proof =
        said.qop === undefined
          ? md5(`${who}:${nonce}:${what}`)
          : md5(`${who}:${nonce}:${said.nc ?? ''}:${said.cnonce ?? ''}:${said.qop}:${what}`);
      const given = Buffer.from(said.response ?? '');
      return given.length === proof.length && timingSafeEqual(given, Buffer.from(proof));
    },
  };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function fieldsOf(header: string): Partial<Record<string, string>> | null {
  const [, rest] = /^Digest\s+(.*)$/is.exec(header) ?? [];
  if (rest === undefined) return null;
  const found = rest.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g);
  return Object.fromEntries([...found].map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare]));
}
