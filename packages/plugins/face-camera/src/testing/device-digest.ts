import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface DeviceDigestOptions {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  /** A nonce is good for so many requests; the next one is challenged anew, without `stale`, as real firmware does. */
  readonly nonceUses?: number;
  /** Wrong passwords until the account is locked. */
  readonly lockAfter?: number;
}

/** The device's side of HTTP digest (RFC 7616), strict: counts must grow, wrong passwords lock the account. */
export interface DeviceDigest {
  /** True when the request may go on; else it has been answered with 401. */
  admit(request: IncomingMessage, response: ServerResponse): boolean;
  readonly failures: number;
  readonly isLocked: boolean;
  /** Forgets nonces and the lock, as a restart does. */
  restart(): void;
}

interface Nonce {
  uses: number;
  lastCount: number;
}

const DEFAULT_USES = 1000;
const DEFAULT_LOCK_AFTER = 5;

export function deviceDigest(options: DeviceDigestOptions): DeviceDigest {
  const { username, password, realm, algorithm = 'MD5' } = options;
  const nonces = new Map<string, Nonce>();
  let failures = 0;
  let isLocked = false;
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');

  function challenge(response: ServerResponse): void {
    const nonce = randomBytes(16).toString('hex');
    nonces.set(nonce, { uses: 0, lastCount: 0 });
    const body = `<?xml version="1.0" encoding="UTF-8"?><userCheck version="2.0"><statusValue>401</statusValue><statusString>Unauthorized</statusString><lockStatus>${isLocked ? 'lock' : 'unlock'}</lockStatus><unlockTime>${isLocked ? 1800 : 0}</unlockTime></userCheck>`;
    response.writeHead(401, {
      'WWW-Authenticate': `Digest realm="${realm}", qop="auth", nonce="${nonce}", opaque="", algorithm="${algorithm}", Basic realm="${realm}"`,
      'Content-Type': 'application/xml',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  }

  function isRight(request: IncomingMessage): boolean | null {
    const said = fields(request.headers.authorization ?? '');
    const nonce = nonces.get(said.nonce ?? '');
    if (nonce === undefined) return null;
    const count = Number.parseInt(said.nc ?? '0', 16);
    if (count <= nonce.lastCount || nonce.uses >= (options.nonceUses ?? DEFAULT_USES)) return null;
    if (said.uri !== request.url) return false;
    const secret = hash(`${username}:${realm}:${password}`);
    const what = hash(`${request.method}:${request.url}`);
    const expected = hash(`${secret}:${said.nonce}:${said.nc}:${said.cnonce}:${said.qop}:${what}`);
    if (said.username !== username || said.response !== expected) return false;
    nonce.uses += 1;
    nonce.lastCount = count;
    return true;
  }

  return {
    get failures() {
      return failures;
    },
    get isLocked() {
      return isLocked;
    },
    restart() {
      nonces.clear();
      failures = 0;
      isLocked = false;
    },
    admit(request, response) {
      const verdict = request.headers.authorization === undefined ? null : isRight(request);
      if (verdict === true && !isLocked) {
        failures = 0;
        return true;
      }
      if (verdict === false) {
        failures += 1;
        isLocked ||= failures >= (options.lockAfter ?? DEFAULT_LOCK_AFTER);
      }
      request.resume();
      challenge(response);
      return false;
    },
  };
}

function fields(header: string): Readonly<Record<string, string | undefined>> {
  const found = header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  return Object.fromEntries(
    [...found].map(([, name, quoted, bare]) => [name, (quoted ?? bare)?.replaceAll(/\\(.)/g, '$1')]),
  );
}
