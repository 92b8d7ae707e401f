import type { LocalizedText } from '../../i18n.js';
import type { Instant } from '../../time/instant.js';
import { attendanceError } from '../attendance-errors.js';
import type { DecisionState } from '../day/evidence.js';

/** Who must agree, in order. A unit may leave steps out; the order is fixed. */
export const APPROVAL_STEPS = ['supervisor', 'office-head', 'personnel-board'] as const;
export type ApprovalStep = (typeof APPROVAL_STEPS)[number];

/** What officials call the steps. */
export const STEP_TEXTS: Readonly<Record<ApprovalStep, LocalizedText>> = Object.freeze({
  supervisor: { id: 'atasan langsung', en: 'direct supervisor' },
  'office-head': { id: 'kepala OPD', en: 'office head' },
  'personnel-board': { id: 'BKPSDM', en: 'personnel board' },
});

const DECIDED: LocalizedText = { id: 'tidak ada, sudah diputuskan', en: 'nobody, it is decided' };

/** One person's word on a request. Kept for ever; a change of mind is another decision. */
export interface Decision {
  readonly step: ApprovalStep;
  readonly byPersonId: string;
  readonly at: Instant;
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
}

/**
 * Where a request stands after the decisions made: rejected by the first refusal, approved when every step agreed.
 * @param steps the steps that this unit and kind of request need, in order.
 */
export function requestState(steps: readonly ApprovalStep[], decisions: readonly Decision[]): DecisionState {
  if (decisions.some(({ verdict }) => verdict === 'reject')) return 'rejected';
  const agreed = new Set(decisions.map(({ step }) => step));
  return steps.every((step) => agreed.has(step)) ? 'approved' : 'pending';
}

/** The step whose turn it is, null when the request is decided. */
export function nextStep(steps: readonly ApprovalStep[], decisions: readonly Decision[]): ApprovalStep | null {
  if (requestState(steps, decisions) !== 'pending') return null;
  const agreed = new Set(decisions.map(({ step }) => step));
  return steps.find((step) => !agreed.has(step)) ?? null;
}

/**
 * Checks a decision before it is added.
 * @throws APPROVAL_OWN when somebody decides about himself or twice, APPROVAL_STEP when it is not that step's turn.
 */
export function assertMayDecide(
  request: { readonly personId: string; readonly steps: readonly ApprovalStep[] },
  decisions: readonly Decision[],
  decision: Pick<Decision, 'step' | 'byPersonId'>,
): void {
  const { byPersonId, step } = decision;
  if (byPersonId === request.personId || decisions.some((made) => made.byPersonId === byPersonId)) {
    throw attendanceError('APPROVAL_OWN', { personId: byPersonId });
  }
  const turn = nextStep(request.steps, decisions);
  if (turn !== step) {
    const { id, en } = turn === null ? DECIDED : STEP_TEXTS[turn];
    throw attendanceError('APPROVAL_STEP', { step, turn: turn ?? '–', turnId: id, turnEn: en });
  }
}
