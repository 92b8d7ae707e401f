import type { CheckinReason } from '@hadir/sdk/checkin';
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { RelyingParty } from './context.js';
import type { PhoneWithKey } from './phones.js';

export type AssertionVerdict =
  | { readonly ok: true; readonly counter: number }
  | { readonly ok: false; readonly reason: CheckinReason };

/** Whether this phone's key signed this challenge, on our site, with its screen lock opened, and lives on it alone. */
export async function judgeAssertion(
  response: AuthenticationResponseJSON,
  challenge: string,
  phone: PhoneWithKey,
  relyingParty: RelyingParty,
): Promise<AssertionVerdict> {
  const refused = (reason: CheckinReason): AssertionVerdict => ({ ok: false, reason });
  const { origin } = clientDataOf(response);
  if (origin !== null && !relyingParty.origins.includes(origin)) return refused('ORIGIN');
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: [...relyingParty.origins],
    expectedRPID: relyingParty.rpId,
    credential: { id: phone.credentialId, publicKey: Uint8Array.from(phone.publicKey), counter: phone.counter },
    // Looked at below, so that its lack has a reason of its own.
    requireUserVerification: false,
  }).catch(() => null);
  if (!result?.verified) return refused('ASSERTION_INVALID');
  const { userVerified, credentialDeviceType, newCounter } = result.authenticationInfo;
  if (!userVerified) return refused('UV_MISSING');
  if (credentialDeviceType !== 'singleDevice') return refused('CREDENTIAL_SYNCED');
  return { ok: true, counter: newCounter };
}

function clientDataOf(response: AuthenticationResponseJSON): { readonly origin: string | null } {
  try {
    const data: unknown = JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString('utf8'));
    const origin = (data as { readonly origin?: unknown } | null)?.origin;
    return { origin: typeof origin === 'string' ? origin : null };
  } catch {
    return { origin: null };
  }
}
