import Type, { type Static } from 'typebox';
import { assertSeamless } from '../rules/bands.js';
import { checkDocument } from '../rules/check-document.js';

/**
 * The ladder of sanctions for working days missed without reason in a year (PP 94/2021 articles 9–11 and 15). Hadir counts
 * and warns; a sanction needs a summons, a hearing and a decision by people.
 */
export const DisciplineRules = Type.Object(
  {
    source: Type.Optional(Type.String()),
    /** Minutes late or early that make one day, rounded down. 450 is confirmed for PP 53/2010 only. */
    minutesPerDay: Type.Integer({ minimum: 1, maximum: 1440 }),
    ladder: Type.Array(
      Type.Object(
        {
          from: Type.Integer({ minimum: 1 }),
          to: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
          sanction: Type.String({ minLength: 1, maxLength: 64 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 32 },
    ),
    /** So many working days in a row lead to dismissal and stop the salary from the next month. */
    consecutiveLimit: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type DisciplineRules = Static<typeof DisciplineRules>;

/** @throws RULES_INVALID, BANDS_GAP, BANDS_OVERLAP */
export function checkDisciplineRules(document: unknown): DisciplineRules {
  const rules = checkDocument(DisciplineRules, document, 'discipline');
  const first = Math.min(...rules.ladder.map((step) => step.from));
  assertSeamless(rules.ladder, first, 'discipline/ladder');
  return rules;
}
