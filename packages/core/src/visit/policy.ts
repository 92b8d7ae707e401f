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
  /** A reading that nobody fits is given up after this. */
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
