const DOMAIN = 'absen-checkin-v1\0';

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/**
 * What the phone's key signs: SHA-256("absen-checkin-v1\0" ‖ nonce ‖ SHA-256(evidence)). One signature thus proves the
 * phone, that it answers this very nonce, and that the evidence was not changed afterwards.
 */
export async function bindChallenge(nonce: Uint8Array, evidence: Uint8Array): Promise<Uint8Array> {
  return sha256(joined(new TextEncoder().encode(DOMAIN), nonce, await sha256(evidence)));
}

const TODAY_DOMAIN = 'absen-today-v1\0';

/** What the phone's key signs to see its owner's day: SHA-256("absen-today-v1\0" ‖ nonce). It can never pass for a check-in. */
export async function todayChallenge(nonce: Uint8Array): Promise<Uint8Array> {
  return sha256(joined(new TextEncoder().encode(TODAY_DOMAIN), nonce));
}

/** What is written to the beacon's challenge characteristic: nonce(12) ‖ SHA-256(credential id)(8). */
export async function beaconChallenge(nonce: Uint8Array, credentialId: Uint8Array): Promise<Uint8Array> {
  return joined(nonce.subarray(0, 12), (await sha256(credentialId)).subarray(0, 8));
}

/** The beacon's GATT service: challenge (write), response (read), info (read: beacon id, 8 bytes, then version text). */
export const GATT_SERVICE = Object.freeze({
  service: '7b1f0001-4d5a-4e8f-9a1c-68616469722e',
  challenge: '7b1f0002-4d5a-4e8f-9a1c-68616469722e',
  response: '7b1f0003-4d5a-4e8f-9a1c-68616469722e',
  info: '7b1f0004-4d5a-4e8f-9a1c-68616469722e',
});

/** Service data UUID under which a phone advertises its witness token. */
export const WITNESS_SERVICE = '7b1f0005-4d5a-4e8f-9a1c-68616469722e';

/**
 * What a native app advertises as service data of `WITNESS_SERVICE` while it checks in, where the answer to `begin` has
 * a `witness`: HMAC-SHA256(key, nonce), first 8 bytes.
 */
export async function witnessToken(key: Uint8Array, nonce: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', Uint8Array.from(key), algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', secret, Uint8Array.from(nonce))).slice(0, 8);
}
