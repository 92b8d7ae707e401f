import type { Codec } from '@hadir/sdk/codec';
import { faceError } from '../errors.js';
import { chooseDigest, DIGEST_ALGORITHMS, digestResponse, parseChallenges } from '../wire/digest.js';
import { isObject, type JsonObject, parseJson, textOf } from '../wire/json.js';

const NAME = 'http-digest';

function need(value: JsonObject, name: string): string {
  const text = textOf(value[name], 512);
  if (text !== null) return text;
  throw faceError('FACE_WIRE_UNREADABLE', { format: NAME, where: name, reason: 'missing' });
}

/** Works out the answers to a worked example: user, nonce and the rest in, `response` for each algorithm out. */
function exampleJson(example: JsonObject): JsonObject {
  const request = {
    username: need(example, 'username'),
    password: need(example, 'password'),
    method: need(example, 'method'),
    uri: need(example, 'uri'),
    cnonce: need(example, 'cnonce'),
    nonceCount: Number.parseInt(need(example, 'nc'), 16),
  };
  const challenge = {
    realm: need(example, 'realm'),
    nonce: need(example, 'nonce'),
    opaque: textOf(example.opaque, 512),
    qop: example.qop === 'auth' ? ('auth' as const) : null,
    stale: false,
  };
  return Object.fromEntries(
    DIGEST_ALGORITHMS.map((algorithm) => [algorithm, digestResponse({ ...challenge, algorithm }, request)]),
  );
}

function challengeJson(header: string): JsonObject {
  const schemes = parseChallenges(header).map(({ scheme }) => scheme);
  const { realm, algorithm, qop, stale, opaque } = chooseDigest(header);
  return { schemes, realm, algorithm, qop, stale, hasOpaque: opaque !== null };
}

export const httpDigest: Codec = {
  name: NAME,
  description: 'HTTP digest (RFC 7616): a challenge header, or worked examples as JSON; passwords are never shown',
  decode(input) {
    const text = Buffer.from(input.subarray(0, 64 * 1024))
      .toString('utf8')
      .trim();
    if (!text.startsWith('{')) return challengeJson(text.replace(/^www-authenticate:\s*/i, ''));
    const value = parseJson(input, NAME);
    if (!isObject(value))
      throw faceError('FACE_WIRE_UNREADABLE', { format: NAME, where: 'message', reason: 'no object' });
    const challenges = Array.isArray(value.challenges) ? value.challenges.map((one) => challengeJson(String(one))) : [];
    const example = isObject(value.rfc7616) ? value.rfc7616 : null;
    if (example === null && challenges.length === 0) return { response: exampleJson(value) };
    return { challenges, ...(example === null ? {} : { response: exampleJson(example) }) };
  },
};
