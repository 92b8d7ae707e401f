import { type CheckinClient, fromBase64url, type TodayOpened, todayChallenge } from '@hadir/sdk/checkin';
import { sign } from '../phone/webauthn.js';

/** Opens the owner's day with the screen lock. Rejects as the calls do. */
export async function seeToday(client: CheckinClient, credentialId: string): Promise<TodayOpened> {
  const { nonce, rpId } = await client.begin(credentialId, 'in');
  const challenge = await todayChallenge(fromBase64url(nonce) ?? new Uint8Array());
  return client.openToday({ nonce, assertion: await sign({ credentialId, rpId, challenge }) });
}
