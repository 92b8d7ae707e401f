import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attendanceError } from '@hadir/core';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ResultContext } from '../context.js';
import { addRule, type NewRule } from './documents.js';
import { checkRule, RULE_KINDS } from './kinds.js';

/** A rule document with its version and dates, as a file that a regency edits. */
const RuleFile = Type.Object(
  {
    about: Type.Optional(Type.String()),
    kind: Type.Enum([...RULE_KINDS]),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    version: Type.String({ minLength: 1, maxLength: 40 }),
    validFrom: Type.String(),
    validTo: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    document: Type.Unknown(),
  },
  { additionalProperties: false },
);

export interface LoadedRule {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  /** False: this version was there with the same content. */
  readonly added: boolean;
}

/** Calendars before the schedules that name them. */
const ORDER: readonly string[] = RULE_KINDS;

/**
 * Files, or all `.json` files of folders, checked.
 * @throws RULES_INVALID and the rules' own errors, with the file and the place in it
 */
export async function readRuleFiles(
  paths: readonly string[],
): Promise<readonly (NewRule & { readonly file: string })[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const rules = await Promise.all(files.map(readRuleFile));
  return rules.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.file < b.file ? -1 : 1));
}

/** Loads them in order; what was loaded before with the same content is left alone. */
export async function loadRuleFiles(
  context: ResultContext,
  paths: readonly string[],
  actor: string,
): Promise<readonly LoadedRule[]> {
  const loaded: LoadedRule[] = [];
  for (const { file, ...input } of await readRuleFiles(paths)) {
    const { rule, added } = await addRule(context, input, actor);
    loaded.push({ file, kind: rule.kind, name: rule.name, version: rule.version, added });
  }
  return loaded;
}

/** The folder of the rules that ship with Hadir, from wherever in the package this module ends up. */
export function shippedRules(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'data', 'rules');
}

async function filesOf(path: string): Promise<readonly string[]> {
  const unreadable = (cause: unknown) =>
    attendanceError('RULES_INVALID', { place: path, reason: (cause as Error).message }, cause);
  const found = await stat(path).catch((cause: unknown) => Promise.reject(unreadable(cause)));
  if (!found.isDirectory()) return [path];
  return (await readdir(path)).filter((name) => name.endsWith('.json')).map((name) => join(path, name));
}

async function readRuleFile(file: string): Promise<NewRule & { readonly file: string }> {
  const fail = (reason: string, at = '') => attendanceError('RULES_INVALID', { place: `${file}${at}`, reason });
  let value: unknown;
  try {
    // Files that Windows editors write begin with a byte order mark.
    value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw fail((cause as Error).message);
  }
  if (!Value.Check(RuleFile, value)) {
    const fault = Value.Errors(RuleFile, value)[0];
    throw fail(fault?.message ?? 'does not match', fault?.instancePath ?? '');
  }
  checkRule(value.kind, value.name, value.document);
  const { kind, name, version, validFrom, validTo, document } = value;
  return { file, kind, name, version, validFrom, validTo: validTo ?? null, document };
}
