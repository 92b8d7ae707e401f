import { randomBytes } from 'node:crypto';
import { activeBeacons } from './beacons.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { phoneByCredential } from './phones.js';
import { sitesOfPerson } from './sites.js';

const NONCE_TTL_SECONDS = 60;
const KEEP_SPENT_MS = 24 * 3600_000;

/** Opens a check-in for an enrolled phone. @throws CHECKIN_PHONE_UNKNOWN */
export async function beginCheckin(context: CheckinContext, credentialId: string, direction: 'in' | 'out') {
  const { pool } = context.database;
  const phone = await phoneByCredential(pool, credentialId);
  if (!phone || phone.revokedAt !== null) throw checkinError('CHECKIN_PHONE_UNKNOWN');
  const now = context.clock.now();
  const nonce = randomBytes(32);
  await pool.query(
    `insert into checkin_nonce (nonce, purpose, phone_id, direction, issued_at, expires_at)
     values ($1, 'checkin', $2, $3, $4, $5)`,
    [nonce, phone.id, direction, new Date(now), new Date(now + NONCE_TTL_SECONDS * 1000)],
  );
  // Now and then, so that no request has to sweep much.
  if (nonce[0] === 0) {
    await pool.query('delete from checkin_nonce where expires_at < $1', [new Date(now - KEEP_SPENT_MS)]);
  }
  const sites = await Promise.all(
    (await sitesOfPerson(pool, phone.personId)).map(async ({ id, name, minFrames, minSpreadMs }) => {
      const beacons = await activeBeacons(context, pool, id, 'of-site');
      const gattBeacons = beacons.flatMap(({ reference }) => (reference === null ? [] : [reference]));
      return { id, name, gattBeacons, minFrames, minSpreadMs };
    }),
  );
  return {
    nonce: nonce.toString('base64url'),
    ttlSeconds: NONCE_TTL_SECONDS,
    rpId: context.relyingParty.rpId,
    credentialId: phone.credentialId,
    sites,
  };
}
