/**
 * SHA-256 of the UTF-8 bytes of a text, in lower case hex. Core has no cryptography of its own: Node gives
 * `(text) => hash('sha256', text)` from `node:crypto`, a browser something else.
 */
export type Sha256 = (text: string) => string;

/** What tells one scan from another on one device, however it travelled. */
export type EventIdentity =
  | { readonly by: 'wall'; readonly wall: string }
  | { readonly by: 'instant'; readonly epochSecond: number }
  | { readonly by: 'key'; readonly key: string };

/**
 * The identity of a scan: who, on which device, at which second by the device's own clock.
 *
 * The device's clock is taken as it was shown, before any correction, so that a better knowledge of its drift never
 * makes a second event. Verify and in/out codes are left out, because transports disagree about them. Without a usable
 * time the reading's key has to do.
 *
 * Lengths are written out so that no two identities can give one text.
 */
export function eventId(sha256: Sha256, deviceId: string, deviceUserId: string, identity: EventIdentity): string {
  const tail =
    identity.by === 'wall'
      ? `w${identity.wall}`
      : identity.by === 'instant'
        ? `i${identity.epochSecond}`
        : `k${identity.key}`;
  return uuidOfHash(
    sha256(`hadir/event/1|${deviceId.length}:${deviceId}|${deviceUserId.length}:${deviceUserId}|${tail}`),
  );
}

const VARIANTS = '89ab';

/** UUID version 8 (RFC 9562 §5.8, appendix B.2: name-based with SHA-256) from the first 16 bytes of a hash in hex. */
export function uuidOfHash(hex: string): string {
  const variant = VARIANTS[Number.parseInt(hex.charAt(16), 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
