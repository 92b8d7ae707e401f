import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { attendanceError } from '../attendance-errors.js';
import type { RuleBook } from '../rules/rule-book.js';

/** One kind of worked example: what it needs to be given, and how the engine answers. */
export interface CaseKind {
  /** @throws CASE_INVALID when what is given does not fit, or any coded error of the rules. */
  run(id: string, given: Readonly<Record<string, unknown>>, rules: RuleBook): Readonly<Record<string, unknown>>;
}

export function caseKind<Schema extends TSchema>(
  schema: Schema,
  answer: (given: Static<Schema>, rules: RuleBook) => object,
): CaseKind {
  return {
    run(id, { kind: _, ...given }, rules) {
      if (!Value.Check(schema, given)) {
        const fault = Value.Errors(schema, given)[0];
        const reason = `given${fault?.instancePath ?? ''} ${fault?.message ?? 'does not match'}`;
        throw attendanceError('CASE_INVALID', { id, reason });
      }
      return { ...answer(given, rules) };
    },
  };
}
