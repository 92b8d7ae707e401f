import Type, { type Static } from 'typebox';
import { checkDocument } from '../rules/check-document.js';
import { readLegacyFile } from './legacy-spelling.js';

const Document = Type.Record(Type.String(), Type.Unknown());

/** A worked example: evidence and the rules' names given, result expected. */
export const WorkedCase = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  title: Type.Optional(Type.String()),
  category: Type.Optional(Type.String()),
  /** Which rule it follows, and how firmly. */
  source: Type.Optional(Type.String()),
  certainty: Type.Optional(Type.String()),
  given: Type.Record(Type.String(), Type.Unknown()),
  /** What must come out; keys not named are free. Null: the engine must refuse it with a coded error. */
  expect: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  note: Type.Optional(Type.String()),
});
export type WorkedCase = Static<typeof WorkedCase>;

/** Rules and worked examples in one file, with which a personnel office proves a profile before it goes live. */
export const CaseFile = Type.Object({
  about: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  calendars: Document,
  schedules: Document,
  profiles: Document,
  discipline: Type.Optional(Type.Unknown()),
  cases: Type.Array(WorkedCase),
});
export type CaseFile = Static<typeof CaseFile>;

/**
 * Reads a file of worked examples. Besides Hadir's own spelling, the older snake_case spelling is understood (`tl`,
 * `late_min`, `deduct_pct`, `cuti_bersama`, …), in whole or in part.
 * @throws RULES_INVALID with the place.
 */
export function readCaseFile(json: unknown): CaseFile {
  return checkDocument(CaseFile, readLegacyFile(json), 'file');
}
