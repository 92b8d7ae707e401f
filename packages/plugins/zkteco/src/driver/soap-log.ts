import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { SoapPunch } from '../soap/parse-answers.js';

/** How far a log that always comes whole was taken, and what that part of it looked like. */
export const SoapLogCursor = Type.Object(
  {
    count: Type.Integer({ minimum: 0 }),
    hash: Type.String({ maxLength: 64 }),
    /** When all rows were last handed on, ms since 1970. */
    fullAt: Type.Integer(),
  },
  { additionalProperties: false },
);
export type SoapLogCursor = Static<typeof SoapLogCursor>;

export function parseSoapLogCursor(value: unknown): SoapLogCursor | null {
  return Value.Check(SoapLogCursor, value) ? value : null;
}

/** - `changed`: as long as before or longer, but its known part is another. */
type SoapLogVerdict = 'first' | 'continued' | 'shrunk' | 'changed' | 'empty';

export interface SoapLogNews {
  readonly verdict: SoapLogVerdict;
  /** Rows to hand on. */
  readonly from: number;
  readonly cursor: SoapLogCursor;
}

/** Compares a whole log with what was known of it. A high-water mark alone would miss what was inserted before it. */
export function soapLogNews(
  rows: readonly SoapPunch[],
  known: SoapLogCursor | null,
  fullDue: boolean,
  nowMs: number,
): SoapLogNews {
  const hash = createHash('sha256');
  let knownHash: string | null = known?.count === 0 ? hash.copy().digest('hex') : null;
  rows.forEach(({ deviceUserId, time, verify, state }, i) => {
    hash.update(`${deviceUserId}|${time.text}|${verify ?? '-'}|${state ?? '-'}\n`);
    if (i + 1 === known?.count) knownHash = hash.copy().digest('hex');
  });
  const full: SoapLogCursor = { count: rows.length, hash: hash.digest('hex'), fullAt: nowMs };
  if (known === null) return { verdict: 'first', from: 0, cursor: full };
  if (rows.length === 0 && known.count > 0) return { verdict: 'empty', from: 0, cursor: known };
  if (rows.length < known.count) return { verdict: 'shrunk', from: 0, cursor: full };
  if (knownHash !== known.hash) return { verdict: 'changed', from: 0, cursor: full };
  if (fullDue) return { verdict: 'continued', from: 0, cursor: full };
  return { verdict: 'continued', from: known.count, cursor: { ...full, fullAt: known.fullAt } };
}
