import { type CheckinDecision, type CheckinReason, gravest } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { CheckinContext } from './context.js';
import { readEvidence } from './evidence.js';
import type { Groups } from './groups.js';
import { judge } from './judge.js';
import type { Keeping, Kept } from './keep.js';
import type { JudgeNeighbours } from './neighbours.js';
import type { Counting } from './record.js';
import type { SiteBooks } from './site-books.js';
import type { Begun, Spending } from './spend.js';

export interface FinishInput {
  /** base64url, as `begin` gave it. */
  readonly nonce: string;
  /** base64url of the bytes that were signed. */
  readonly evidence: string;
  readonly assertion: AuthenticationResponseJSON;
}

export interface CheckinOutcome {
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
  readonly at: Date;
  /** The phone whose signature fits, whatever was decided; null when none does. */
  readonly provenPhoneId: string | null;
}

/** What the steps of a check-in are done with. */
export interface FinishParts {
  readonly books: SiteBooks;
  readonly neighbours: JudgeNeighbours;
  readonly spend: Groups<Spending, Begun | CheckinReason>;
  readonly keep: Groups<Keeping, Kept>;
  /** Takes what counts to the journal; nobody waits for it. */
  record(decision: Counting): void;
}

/**
 * Judges a check-in. Every outcome has its reasons; from the first one that belongs to a known phone on, it is kept with
 * its evidence and the rules of the moment. Only the hub's clock counts. Order of the checks: nonce, evidence, phone,
 * signature, beacon, frames, strength, witness, doubles, signs of fraud.
 */
export async function finishCheckin(
  context: CheckinContext,
  parts: FinishParts,
  input: FinishInput,
): Promise<CheckinOutcome> {
  const at = new Date(context.clock.now());
  const outcome = (reason: CheckinReason): CheckinOutcome => ({
    decision: gravest([reason]),
    reasons: [reason],
    at,
    provenPhoneId: null,
  });
  const nonce = Buffer.from(input.nonce, 'base64url');
  const begun = await parts.spend.add({ nonce, at });
  if (typeof begun === 'string') return outcome(begun);
  const read = readEvidence(input.evidence);
  if (!read) return outcome('BAD_EVIDENCE');
  const { phone, direction } = begun;
  if (Buffer.from(input.assertion.id, 'base64url').toString('base64url') !== phone.credentialId) {
    return outcome('CREDENTIAL_UNKNOWN');
  }
  const judged = await judge(context, parts, { nonce, begun, at, assertion: input.assertion, ...read });
  const { id, decision, reasons } = await parts.keep.add({ begun, at, bytes: read.bytes, judged });
  if (decision === 'accept' && judged.site) {
    const { deviceId } = judged.site;
    parts.record({ id, at, personId: phone.personId, direction, deviceId, reviewed: false });
  }
  return { decision, reasons, at, provenPhoneId: judged.proven ? phone.id : null };
}
