import type { Expectation } from '../lib/terminal.js';
import { isComplete, type Totals } from '../lib/totals.js';

/**
 * - `right`: every row, with the right values, and nothing else.
 * - `loud`: it failed, and said so.
 * - `hang`: it neither gave rows nor an error within the time limit.
 * - `SILENT`: it claims to have succeeded with rows missing, wrong or made up.
 */
export type Verdict = 'right' | 'loud' | 'hang' | 'SILENT';

export interface Outcome {
  readonly verdict: Verdict;
  readonly detail: string;
}

export function judge(
  read: (Totals & { readonly error: string | null }) | null,
  timedOut: boolean,
  expect: Expectation,
): Outcome {
  if (read === null) return timedOut ? { verdict: 'hang', detail: '' } : { verdict: 'loud', detail: 'process crashed' };
  const count = read.records === expect.records ? '' : `${read.records} of ${expect.records} rows`;
  if (read.error !== null) return { verdict: 'loud', detail: [count, shorten(read.error)].filter(Boolean).join(', ') };
  if (isComplete(read, expect)) return { verdict: 'right', detail: '' };
  return { verdict: 'SILENT', detail: count || 'wrong values' };
}

const shorten = (text: string): string => (text.length > 48 ? `${text.slice(0, 47)}…` : text);
