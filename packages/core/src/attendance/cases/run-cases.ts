import { isHadirError } from '../../error/hadir-error.js';
import { attendanceError } from '../attendance-errors.js';
import { type RuleBook, ruleBook } from '../rules/rule-book.js';
import type { CaseFile, WorkedCase } from './case-file.js';
import { CASE_KINDS } from './case-kinds.js';
import { type Difference, differences } from './compare.js';

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** What the engine answered; null when it refused. */
  readonly got: Readonly<Record<string, unknown>> | null;
  readonly diff: readonly Difference[];
  /** Code and text of the refusal, when there was one. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface CaseReport {
  readonly passed: number;
  readonly failed: number;
  readonly results: readonly CaseResult[];
}

/**
 * Lets the engine answer one example.
 * @throws CASE_INVALID, or the coded error of the rules.
 */
export function runCase(one: Pick<WorkedCase, 'id' | 'given'>, rules: RuleBook): Readonly<Record<string, unknown>> {
  const { kind } = one.given;
  const found = typeof kind === 'string' ? CASE_KINDS.get(kind) : undefined;
  if (found === undefined) {
    const reason = `given/kind must be one of ${[...CASE_KINDS.keys()].join(', ')}`;
    throw attendanceError('CASE_INVALID', { id: one.id, reason });
  }
  return found.run(one.id, one.given, rules);
}

/**
 * Runs a whole file and says what differs. An example that cannot be read fails alone; rules that are not sound fail all.
 * @throws RULES_INVALID, BANDS_GAP, BANDS_OVERLAP, SCHEDULE_INVALID, … with the place in the rules.
 */
export function runCases(file: CaseFile): CaseReport {
  const rules = ruleBook(file);
  const results = file.cases.map((one) => check(one, rules));
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed, results };
}

function check(one: WorkedCase, rules: RuleBook): CaseResult {
  const head = { id: one.id, title: one.title ?? '' };
  try {
    const got = runCase(one, rules);
    const diff = one.expect === null ? [{ path: '', expected: null, got }] : differences(one.expect, got);
    return { ...head, ok: diff.length === 0, got, diff, error: null };
  } catch (error) {
    if (!isHadirError(error)) throw error;
    const refused = { code: error.code, message: error.text('en') };
    const diff = one.expect === null ? [] : [{ path: '', expected: one.expect, got: null }];
    // An example that is itself unreadable proves nothing, not even that something is refused.
    const ok = one.expect === null && error.code !== 'CASE_INVALID';
    return { ...head, ok, got: null, diff, error: refused };
  }
}
