import { randomBytes } from 'node:crypto';
import { chooseDigest, type DigestChallenge, digestHeader } from '../wire/digest.js';

/**
 * The state of one sign-in: the nonce is used again with a growing count (RFC 7616 section 3.4), so that only the first
 * request costs two. After a refused password nothing more is signed: terminals lock the account after a few tries.
 */
export interface HttpLogin {
  /** Header for a request; null while no challenge is known. */
  sign(method: string, uri: string): string | null;
  /** Takes the challenge of a 401. @throws FACE_WIRE_DIGEST */
  challenge(header: string): { readonly stale: boolean };
  refuse(): void;
  readonly isRefused: boolean;
}

export function httpLogin(username: string, password: string): HttpLogin {
  let challenge: DigestChallenge | null = null;
  let nonceCount = 0;
  let isRefused = false;
  return {
    get isRefused() {
      return isRefused;
    },
    sign(method, uri) {
      if (challenge === null) return null;
      nonceCount += 1;
      const cnonce = randomBytes(8).toString('hex');
      return digestHeader(challenge, { username, password, method, uri, cnonce, nonceCount });
    },
    challenge(header) {
      challenge = chooseDigest(header);
      nonceCount = 0;
      return challenge;
    },
    refuse() {
      isRefused = true;
    },
  };
}
