import { type CheckinAnswer, CheckinRefused } from '@hadir/sdk/checkin';
import { NotABeacon } from '../phone/beacon.js';
import type { Step } from './steps.js';

/** Why nothing was sent, or why the hub took nothing. */
export type StopCause =
  | 'chooser-closed'
  | 'bluetooth-refused'
  | 'beacon-lost'
  | 'not-a-beacon'
  | 'unlock-closed'
  | 'key-gone'
  | 'wrong-site'
  | 'no-office'
  | 'phone-unknown'
  | 'code-refused'
  | 'key-synced'
  | 'key-refused'
  | 'not-attested'
  | 'too-many'
  | 'hub-busy'
  | 'hub-refused'
  | 'unexpected';

/** How a check-in ended. Only `judged` with the decision `accept` counts. */
export type Outcome =
  | {
      readonly kind: 'judged';
      readonly direction: 'in' | 'out';
      readonly siteName: string | null;
      readonly answer: CheckinAnswer;
    }
  /** The hub could not be reached; it knows nothing of this check-in. */
  | { readonly kind: 'unsent' }
  /** The line broke while the hub was being told; it may know. */
  | { readonly kind: 'unsure' }
  | { readonly kind: 'stopped'; readonly cause: StopCause; readonly detail: string | null };

export const stopped = (cause: StopCause, detail: string | null = null): Outcome => ({
  kind: 'stopped',
  cause,
  detail,
});

const BY_CODE: Readonly<Record<string, StopCause>> = {
  CHECKIN_PHONE_UNKNOWN: 'phone-unknown',
  CHECKIN_WINDOW_CLOSED: 'code-refused',
  CHECKIN_ENROLMENT_EXPIRED: 'code-refused',
  CHECKIN_KEY_SYNCED: 'key-synced',
  CHECKIN_ATTESTATION_REFUSED: 'key-refused',
  CHECKIN_PHONE_NOT_ATTESTED: 'not-attested',
  CHECKIN_KEY_TAKEN: 'key-refused',
  AUTH_TOO_MANY_FAILURES: 'too-many',
  REQUEST_TOO_MANY: 'too-many',
};

/** What an error means to the person, by where it happened. */
export function outcomeOfError(error: unknown, step: Step | 'hub'): Outcome {
  if (error instanceof CheckinRefused) return refusedOutcome(error);
  if (error instanceof NotABeacon) return stopped('not-a-beacon');
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (step === 'hub' || step === 'send') return isLineTrouble(name) ? { kind: 'unsent' } : stopped('unexpected', name);
  if (step === 'device') return stopped(deviceCause(name), name);
  if (step === 'beacon') return stopped(name === 'SecurityError' ? 'bluetooth-refused' : 'beacon-lost', name);
  return stopped(unlockCause(name), name);
}

/** `fetch` rejects with TypeError, a time limit with TimeoutError or AbortError. */
export const isLineTrouble = (name: string): boolean => ['TypeError', 'TimeoutError', 'AbortError'].includes(name);

/** Where our words are general, the hub's own go with them, for the administrator who is shown the screen. */
const GENERAL: readonly StopCause[] = ['key-refused', 'hub-refused', 'hub-busy'];

function refusedOutcome(error: CheckinRefused): Outcome {
  const cause = BY_CODE[error.code] ?? (error.status >= 500 ? 'hub-busy' : 'hub-refused');
  const more = GENERAL.includes(cause) && error.message !== '' ? `: ${error.message}` : '';
  return stopped(cause, error.code + more);
}

function deviceCause(name: string): StopCause {
  if (name === 'NotFoundError' || name === 'AbortError') return 'chooser-closed';
  return name === 'SecurityError' || name === 'NotAllowedError' ? 'bluetooth-refused' : 'unexpected';
}

function unlockCause(name: string): StopCause {
  if (name === 'NotAllowedError' || name === 'AbortError') return 'unlock-closed';
  if (name === 'SecurityError') return 'wrong-site';
  if (name === 'InvalidStateError') return 'key-gone';
  return name === 'NotSupportedError' || name === 'ConstraintError' ? 'key-refused' : 'unexpected';
}
