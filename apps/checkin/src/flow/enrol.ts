import type { CheckinClient, Enrolled } from '@hadir/sdk/checkin';
import { makeKey } from '../phone/webauthn.js';
import { type Outcome, outcomeOfError } from './outcome.js';

export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly enrolled: Enrolled }
  | Exclude<Outcome, { kind: 'judged' }>;

export const CODE_DIGITS = 10;

/** Digits of what somebody typed or pasted, with spaces or dashes as people write them. */
export const codeDigits = (typed: string): string => typed.replaceAll(/\D/g, '').slice(0, CODE_DIGITS);

/** A code in the address: `#code=…` of a link or QR picture. The part after # is never sent to a server. */
export function codeOfAddress(hash: string): string {
  const code = new URLSearchParams(hash.replace(/^#/, '')).get('code');
  return code === null ? '' : codeDigits(code);
}

/** From the code to an enrolled phone. Never rejects. */
export async function enrol(client: CheckinClient, code: string, onKey: () => void): Promise<EnrolOutcome> {
  let step: 'hub' | 'unlock' = 'hub';
  try {
    const begun = await client.beginEnrolment(code);
    step = 'unlock';
    onKey();
    const key = await makeKey(begun.options);
    step = 'hub';
    return { kind: 'enrolled', enrolled: await client.finishEnrolment(begun.enrolmentId, key) };
  } catch (error) {
    return outcomeOfError(error, step) as EnrolOutcome;
  }
}
