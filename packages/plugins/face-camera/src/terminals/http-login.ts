import { randomBytes } from 'node:crypto';
import { chooseDigest, type DigestChallenge, digestHeader } from '../wire/digest.js';

/**
 * The state of one sign-in: a nonce is used again with a growing count (RFC 7616 section 3.4), so that only the first
 * request costs two. After a refused password nothing more is signed: terminals lock the account after a few tries.
 */
export interface HttpLogin {
  /** Header for a request by the nonce that served the last one; null while there is none. */
  sign(method: string, uri: string): string | null;
  /** Takes the challenge of a 401, for the request that got it alone. @throws FACE_WIRE_DIGEST */
  answer(header: string): ChallengeAnswer;
  refuse(): void;
  readonly isRefused: boolean;
}

/**
 * The answer to one challenge. Until it was let in, no other request uses its nonce: requests that run side by side arrive
 * in any order, and a count that does not grow is refused like a wrong password.
 */
export interface ChallengeAnswer {
  readonly stale: boolean;
  sign(method: string, uri: string): string;
  /** It was let in: from now on its nonce serves all requests. */
  share(): void;
}

export function httpLogin(username: string, password: string): HttpLogin {
  let shared: { readonly challenge: DigestChallenge; nonceCount: number } | null = null;
  let isRefused = false;
  const header = (challenge: DigestChallenge, nonceCount: number, method: string, uri: string) => {
    const cnonce = randomBytes(8).toString('hex');
    return digestHeader(challenge, { username, password, method, uri, cnonce, nonceCount });
  };
  return {
    get isRefused() {
      return isRefused;
    },
    sign(method, uri) {
      if (shared === null) return null;
      shared.nonceCount += 1;
      return header(shared.challenge, shared.nonceCount, method, uri);
    },
    answer(text) {
      const challenge = chooseDigest(text);
      return {
        stale: challenge.stale,
        sign: (method, uri) => header(challenge, 1, method, uri),
        share() {
          shared = { challenge, nonceCount: 1 };
        },
      };
    },
    refuse() {
      isRefused = true;
    },
  };
}
