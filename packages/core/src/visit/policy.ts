import { coreError } from '../error/core-errors.js';

/** How the sensors of a station are joined into visits. Chosen per station, because it depends on how people walk. */
export interface VisitPolicy {
  /**
   * - `window`: people check in and are measured in any order; a reading counts when exactly one person was there.
   * - `id-first`: one lane; whoever was recognised is measured next, once. Lets people follow more closely.
   */
  readonly rule: 'window' | 'id-first';
  /** `window`: how long before checking in somebody may have been measured. */
  readonly beforeMs: number;
  /** `window`: how long after checking in somebody may be measured. */
  readonly afterMs: number;
  /** `id-first`: how long after being recognised somebody may be measured. */
  readonly sessionMs: number;
  /** Recognised again within this: the same visit. */
  readonly joinMs: number;
  /** A device may tell this late of what happened; until then nothing is certain. Longer than the slowest poll. */
  readonly settleMs: number;
  /** Somebody whose clock is not sure may have been there this long before or after. */
  readonly unsureMs: number;
  /** A reading that nobody fits is given up after this; for so long a device that is away is waited for. */
  readonly expireMs: number;
}

export const DEFAULT_VISIT_POLICY: VisitPolicy = Object.freeze({
  rule: 'window',
  beforeMs: 10_000,
  afterMs: 20_000,
  sessionMs: 30_000,
  joinMs: 60_000,
  settleMs: 90_000,
  unsureMs: 120_000,
  expireMs: 15 * 60_000,
});

/**
 * A pause at a station without any sighting or measurement that is longer than this: what comes after has nothing to do
 * with what was before, so both may be correlated apart.
 */
export function episodeGapMs({ beforeMs, afterMs, sessionMs, joinMs, unsureMs }: VisitPolicy): number {
  return Math.max(beforeMs, afterMs, sessionMs, joinMs, unsureMs);
}

/** @throws VISIT_POLICY_INVALID for rules that contradict each other */
export function checkVisitPolicy(policy: VisitPolicy): VisitPolicy {
  const { afterMs, sessionMs, beforeMs, unsureMs, settleMs, expireMs } = policy;
  const reach = Math.max(beforeMs, afterMs, sessionMs);
  if (unsureMs < reach) {
    throw coreError('VISIT_POLICY_INVALID', { name: 'unsureMs', reason: `${unsureMs} is less than ${reach}` });
  }
  if (expireMs < beforeMs + settleMs) {
    const reason = `${expireMs} ends before ${beforeMs + settleMs} have passed`;
    throw coreError('VISIT_POLICY_INVALID', { name: 'expireMs', reason });
  }
  return policy;
}
