import { todayChallenge } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { judgeAssertion } from './assertion.js';
import type { CheckinContext } from './context.js';
import { passError } from './pass.js';
import { phoneByCredential } from './phones.js';
import { rowsOf } from './sql.js';

/**
 * Takes a nonce of `begin` that the phone's key signed for seeing its owner's day. The nonce is used up.
 * @returns the phone's id @throws CHECKIN_PHONE_NOT_PROVEN
 */
export async function provePhone(
  context: CheckinContext,
  input: { readonly nonce: string; readonly assertion: AuthenticationResponseJSON },
): Promise<string> {
  const { pool } = context.database;
  const nonce = Buffer.from(input.nonce, 'base64url');
  const [spent] = await rowsOf<{ readonly phoneId: string }>(
    pool,
    `update checkin_nonce set used_at = $2 where nonce = $1 and purpose = 'checkin' and used_at is null and expires_at > $2
     returning phone_id as "phoneId"`,
    [nonce, new Date(context.clock.now())],
  );
  if (!spent) throw passError('CHECKIN_PHONE_NOT_PROVEN', { reason: 'NONCE_UNKNOWN' });
  const phone = await phoneByCredential(pool, input.assertion.id);
  if (!phone || phone.id !== spent.phoneId) {
    throw passError('CHECKIN_PHONE_NOT_PROVEN', { reason: 'CREDENTIAL_UNKNOWN' });
  }
  if (phone.revokedAt !== null) throw passError('CHECKIN_PHONE_NOT_PROVEN', { reason: 'CREDENTIAL_REVOKED' });
  const challenge = Buffer.from(await todayChallenge(nonce)).toString('base64url');
  const verdict = await judgeAssertion(input.assertion, challenge, phone, context.relyingParty);
  if (!verdict.ok) throw passError('CHECKIN_PHONE_NOT_PROVEN', { reason: verdict.reason });
  await pool.query('update checkin_phone set counter = greatest(counter, $2) where id = $1', [
    phone.id,
    verdict.counter,
  ]);
  return phone.id;
}
