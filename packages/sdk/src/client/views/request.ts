import type { Day, Time } from './common.js';
import type { ResultFacts, WhyStep } from './result.js';
import type { ApprovalStep } from './rule.js';

/** Leave, duty travel, … (`absence`), or attendance by hand (`manual`). */
export interface RequestInput {
  readonly personId: string;
  readonly kind: 'absence' | 'manual';
  /** CUTI, SAKIT, DL, …; of attendance by hand `in`, `out` or `apel`. */
  readonly type: string;
  /** `2026-10-05T07:20:00` at the place of work; of an absence also a day alone, which means the whole of it. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** An officer of the personnel board who lets it in after its last day. */
  readonly letInBy?: string;
}

export interface DecisionInput {
  readonly step: ApprovalStep;
  /** Whoever holds the key vouches for who this is. */
  readonly byPersonId: string;
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
}

export interface RequestView {
  readonly id: string;
  readonly personId: string;
  readonly kind: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly steps: readonly string[];
  readonly state: string;
  /** Whose turn it is; null when decided. */
  readonly turn: string | null;
  readonly letInBy: string | null;
  readonly decisions: readonly {
    readonly step: string;
    readonly byPersonId: string;
    readonly verdict: string;
    readonly reason: string;
    readonly at: Time;
  }[];
  readonly createdAt: Time;
  readonly createdBy: string;
}

export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly createdAt: Time;
}

/** What a locked day would come to by what arrived after the lock. */
export interface CorrectionView {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly date: Day;
  readonly unitId: string | null;
  /** What is signed; null when the day had no result. */
  readonly was: ResultFacts | null;
  readonly proposed: ResultFacts;
  readonly why: readonly WhyStep[];
  readonly proposedAt: Time;
  readonly state: string;
  readonly byPersonId: string | null;
  readonly reason: string | null;
  readonly decidedAt: Time | null;
}

export interface CorrectionDecision {
  readonly byPersonId: string;
  readonly verdict: 'accept' | 'reject';
  readonly reason: string;
}
