import { ABSENCE_TYPES, APPROVAL_STEPS, type ApprovalStep } from '@hadir/core';
import Type, { type Static } from 'typebox';

const Steps = Type.Array(Type.Enum([...APPROVAL_STEPS]), { minItems: 1, uniqueItems: true });
const WorkingDays = Type.Union([Type.Integer({ minimum: 0, maximum: 366 }), Type.Null()]);

/** Who must agree to what, and how long after the day it may still be asked for. */
export const ApprovalRules = Type.Object(
  {
    source: Type.Optional(Type.String()),
    /** Steps of absences and of manual attendance, in the fixed order; types named in `byType` have their own. */
    absence: Steps,
    manual: Steps,
    byType: Type.Optional(Type.Partial(Type.Record(Type.Enum([...ABSENCE_TYPES]), Steps))),
    /** Working days after the first day asked for; null: no limit. */
    absenceDeadlineDays: WorkingDays,
    manualDeadlineDays: WorkingDays,
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type ApprovalRules = Static<typeof ApprovalRules>;

/** What holds until a regency loads its own: all three steps, no limit. */
export const DEFAULT_APPROVAL_RULES: ApprovalRules = Object.freeze({
  absence: [...APPROVAL_STEPS],
  manual: [...APPROVAL_STEPS],
  absenceDeadlineDays: null,
  manualDeadlineDays: null,
});

/** The first list of steps that is not in the fixed order, null when all are. */
export function misorderedSteps(rules: ApprovalRules): string | null {
  const isOrdered = (steps: readonly ApprovalStep[]) =>
    steps.every((step, i) => i === 0 || APPROVAL_STEPS.indexOf(step) > APPROVAL_STEPS.indexOf(steps[i - 1] ?? step));
  const lists: [string, readonly ApprovalStep[]][] = [
    ['absence', rules.absence],
    ['manual', rules.manual],
    ...Object.entries(rules.byType ?? {}).map(([type, steps]): [string, readonly ApprovalStep[]] => [
      `byType/${type}`,
      steps,
    ]),
  ];
  return lists.find(([, steps]) => !isOrdered(steps))?.[0] ?? null;
}
