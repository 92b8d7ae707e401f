import { createHash } from 'node:crypto';
import { faceError } from '../errors.js';

/** What a server asks for in `WWW-Authenticate: Digest …` (RFC 7616 section 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: DigestAlgorithm;
  /** Null: the form of RFC 2069, without qop. */
  readonly qop: 'auth' | null;
  /** The password was right, only the nonce is too old. */
  readonly stale: boolean;
}

export const DIGEST_ALGORITHMS = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

interface Challenge {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

const MAX_HEADER_CHARS = 8192;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const SKIP = /[\s,]*/y;

/**
 * Divides a header into its challenges. Commas divide both challenges and parameters (RFC 9110 section 11.6.1), so what a
 * token is follows from the `=` after it.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, MAX_HEADER_CHARS);
  const found: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const hit = pattern.exec(text);
    if (hit === null) return null;
    at = pattern.lastIndex;
    return hit[0];
  };
  while (at < text.length) {
    match(SKIP);
    const name = match(TOKEN);
    if (name === null) break;
    const afterName = at;
    match(/[ \t]*/y);
    if (text[at] !== '=') {
      at = afterName;
      found.push({ scheme: name.toLowerCase(), params: new Map() });
      continue;
    }
    at += 1;
    match(/[ \t]*/y);
    // A device that writes `opaque=` with nothing behind it means the empty text.
    const value = text[at] === '"' ? quoted() : (match(/[^\s,]*/y) ?? '');
    const params = found.at(-1)?.params;
    if (params !== undefined && !params.has(name.toLowerCase())) params.set(name.toLowerCase(), value);
  }
  return found;

  function quoted(): string {
    let value = '';
    for (at += 1; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\' && at + 1 < text.length) at += 1;
      value += text[at];
    }
    at += 1;
    return value;
  }
}

function algorithmOf(text: string | undefined): DigestAlgorithm | null {
  const wanted = (text ?? 'MD5').toLowerCase();
  return DIGEST_ALGORITHMS.find((name) => name.toLowerCase() === wanted) ?? null;
}

function readDigest({ params }: Challenge): DigestChallenge | null {
  const realm = params.get('realm');
  const nonce = params.get('nonce');
  const algorithm = algorithmOf(params.get('algorithm'));
  if (realm === undefined || nonce === undefined || algorithm === null) return null;
  const offered = params.get('qop');
  const qop = offered?.split(',').map((one) => one.trim().toLowerCase());
  if (qop !== undefined && offered !== '' && !qop.includes('auth')) return null;
  return {
    realm,
    nonce,
    opaque: params.get('opaque') ?? null,
    algorithm,
    qop: qop === undefined || offered === '' ? null : 'auth',
    stale: params.get('stale')?.toLowerCase() === 'true',
  };
}

/**
 * The strongest digest challenge of a header. Basic is never answered: it would give the password away.
 * @throws FACE_WIRE_DIGEST
 */
export function chooseDigest(header: string): DigestChallenge {
  const challenges = parseChallenges(header);
  const digests = challenges.filter(({ scheme }) => scheme === 'digest').map(readDigest);
  const usable = digests.filter((one) => one !== null);
  const best = usable.find(({ algorithm }) => algorithm.startsWith('SHA-256')) ?? usable[0];
  if (best !== undefined) return best;
  const reason = challenges.map(({ scheme }) => scheme).join(', ') || 'no challenge';
  throw faceError('FACE_WIRE_DIGEST', { reason: reason.slice(0, 80) });
}

export interface DigestRequest {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly uri: string;
  readonly cnonce: string;
  /** How often this nonce was used, from 1. */
  readonly nonceCount: number;
}

/** The `response` value (RFC 7616 section 3.4.1; without qop as RFC 2069). */
export function digestResponse(challenge: DigestChallenge, request: DigestRequest): string {
  const hash = (text: string) =>
    createHash(challenge.algorithm.startsWith('SHA-256') ? 'sha256' : 'md5')
      .update(text, 'utf8')
      .digest('hex');
  const { realm, nonce, qop } = challenge;
  const { username, password, method, uri, cnonce } = request;
  const plain = hash(`${username}:${realm}:${password}`);
  const secret = challenge.algorithm.endsWith('-sess') ? hash(`${plain}:${nonce}:${cnonce}`) : plain;
  const what = hash(`${method}:${uri}`);
  if (qop === null) return hash(`${secret}:${nonce}:${what}`);
  return hash(`${secret}:${nonce}:${hex8(request.nonceCount)}:${cnonce}:${qop}:${what}`);
}

const hex8 = (count: number): string => count.toString(16).padStart(8, '0');
const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** The `Authorization` header. `nc`, `qop` and `algorithm` stand without quotes (RFC 7616 section 3.4). */
export function digestHeader(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const parts = [
    `username=${quote(request.username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(request.uri)}`,
    `algorithm=${algorithm}`,
    `response="${digestResponse(challenge, request)}"`,
  ];
  if (qop !== null) parts.push(`qop=${qop}`, `nc=${hex8(request.nonceCount)}`, `cnonce=${quote(request.cnonce)}`);
  if (opaque !== null) parts.push(`opaque=${quote(opaque)}`);
  return `Digest ${parts.join(', ')}`;
}
