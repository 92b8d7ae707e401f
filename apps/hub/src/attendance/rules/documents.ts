import { randomUUID } from 'node:crypto';
import { addDays, assertVersionsFit, attendanceError, type CivilDate, canonicalJson } from '@hadir/core';
import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { rangeOf } from '../days.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';
import { markDays } from '../results/mark.js';
import { checkRule, type RuleKind } from './kinds.js';

export interface RuleRecord {
  readonly id: string;
  readonly kind: RuleKind;
  readonly name: string;
  readonly version: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly document: unknown;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export interface NewRule {
  readonly kind: RuleKind;
  readonly name: string;
  readonly version: string;
  readonly validFrom: string;
  readonly validTo?: string | null;
  readonly document: unknown;
}

export const RULE_COLUMNS = `id, kind, name, version, valid_from as "validFrom", valid_to as "validTo", document,
  created_at as "createdAt", created_by as "createdBy"`;

export async function listRules(
  { database }: ResultContext,
  filter: { readonly kind?: RuleKind; readonly name?: string } = {},
): Promise<readonly RuleRecord[]> {
  const { rows } = await database.pool.query<RuleRecord>(
    `select ${RULE_COLUMNS} from rule_document
     where ($1::text is null or kind = $1) and ($2::text is null or name = $2) order by kind, name, valid_from`,
    [filter.kind ?? null, filter.name ?? null],
  );
  return rows;
}

/**
 * Adds a version. The one that holds until the same end, or both until further notice, ends on the day before the new
 * one begins. The same content under the same version again changes nothing. Days of open months are computed again.
 * @throws RULES_INVALID, BANDS_GAP, …, VERSIONS_OVERLAP, RULE_VERSION_TAKEN, RESULT_RECORD_UNKNOWN
 */
export async function addRule(
  context: ResultContext,
  input: NewRule,
  actor: string,
): Promise<{ readonly rule: RuleRecord; readonly added: boolean }> {
  return await inChange(context.database, (client) => addRuleOn(client, context, input, actor));
}

/** The same inside a transaction of the caller. */
export async function addRuleOn(
  client: PoolClient,
  context: ResultContext,
  input: NewRule,
  actor: string,
): Promise<{ readonly rule: RuleRecord; readonly added: boolean }> {
  checkRule(input.kind, input.name, input.document);
  const { from, to } = rangeOf(input);
  const name = input.kind === 'method-policy' ? await unitOf(client, input.name) : input.name;
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`rule ${input.kind} ${name}`]);
  const { rows } = await client.query<RuleRecord>(
    `select ${RULE_COLUMNS} from rule_document where kind = $1 and name = $2`,
    [input.kind, name],
  );
  const same = rows.find(({ version }) => version === input.version);
  if (same !== undefined) {
    if (same.validFrom === from && isSameContent(same.document, input.document)) {
      return { rule: same, added: false };
    }
    throw resultError('RULE_VERSION_TAKEN', { kind: input.kind, name, version: input.version });
  }
  await refersToKnown(client, input);
  const before = rows.find((row) => row.validFrom < from && row.validTo === to);
  const lastDay = addDays(from, -1);
  assertVersionsFit([
    ...rows.map((row) => versionOf(row, row === before ? lastDay : row.validTo)),
    { id: name, version: input.version, from, to, document: null },
  ]);
  if (before !== undefined)
    await client.query('update rule_document set valid_to = $2 where id = $1', [before.id, lastDay]);
  const inserted = await client.query<RuleRecord>(
    `insert into rule_document (id, kind, name, version, valid_from, valid_to, document, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${RULE_COLUMNS}`,
    [randomUUID(), input.kind, name, input.version, from, to, JSON.stringify(input.document), actor],
  );
  const rule = inserted.rows[0] as RuleRecord;
  const details = { kind: rule.kind, name, version: rule.version, from, to };
  await auditOn(client, { actor, action: 'rule.add', subject: rule.id, details });
  await markRule(client, context, rule, before === undefined ? [] : [before.id]);
  return { rule, added: true };
}

/**
 * Takes back a version that no locked month stands on; the version that it ended holds again in its place.
 * @throws RESULT_RECORD_UNKNOWN, RULE_MONTH_LOCKED
 */
export async function removeRule(context: ResultContext, id: string, actor: string): Promise<void> {
  await inChange(context.database, async (client) => {
    const { rows } = await client.query<RuleRecord>(
      `select ${RULE_COLUMNS} from rule_document where id = $1 for update`,
      [id],
    );
    const rule = rows[0];
    if (rule === undefined) throw noRecord('rule', id);
    const locked = await client.query<{ month: string }>(
      `select month from month_lock where month >= left($1, 7) and ($2::text is null or month <= left($2, 7)) limit 1`,
      [rule.validFrom, rule.validTo],
    );
    const month = locked.rows[0]?.month;
    if (month !== undefined) throw resultError('RULE_MONTH_LOCKED', { month });
    await client.query('delete from rule_document where id = $1', [id]);
    await client.query(
      'update rule_document set valid_to = $4 where kind = $1 and name = $2 and valid_to = $3::date - 1',
      [rule.kind, rule.name, rule.validFrom, rule.validTo],
    );
    const details = { kind: rule.kind, name: rule.name, version: rule.version };
    await auditOn(client, { actor, action: 'rule.remove', subject: id, details });
    await markRule(client, context, rule, [rule.id]);
  });
}

type Json = Parameters<typeof canonicalJson>[0];

/** Documents were JSON when they came in. */
const isSameContent = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json);

function versionOf(row: RuleRecord, to: string | null) {
  return {
    id: row.name,
    version: row.version,
    from: row.validFrom as CivilDate,
    to: to as CivilDate | null,
    document: null,
  };
}

/** Policies are named by their unit; a file may give its code. */
async function unitOf(client: PoolClient, codeOrId: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'select id from organisation_unit where id::text = $1 or code = $1',
    [codeOrId],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw noRecord('unit', codeOrId);
  return id;
}

async function refersToKnown(client: PoolClient, { kind, name, document }: NewRule): Promise<void> {
  if (kind !== 'schedule') return;
  const { calendar } = document as { readonly calendar: string };
  const { rowCount } = await client.query("select 1 from rule_document where kind = 'calendar' and name = $1 limit 1", [
    calendar,
  ]);
  if (rowCount === 0) {
    throw attendanceError('RULES_INVALID', {
      place: `schedules/${name}/calendar`,
      reason: `"${calendar}" is not defined`,
    });
  }
}

/**
 * Only what decides days makes days be computed again: those that stand on the versions that it takes the place of, and
 * those that had no result for want of rules. A policy's absence decides days too, so all of its unit's are looked at.
 */
async function markRule(
  client: PoolClient,
  context: ResultContext,
  rule: RuleRecord,
  inPlaceOf: readonly string[],
): Promise<void> {
  if (!['calendar', 'schedule', 'profile', 'method-policy'].includes(rule.kind)) return;
  const span = { from: rule.validFrom, to: rule.validTo, openMonthsOnly: true };
  const scope = rule.kind === 'method-policy' ? { unitId: rule.name } : { usedRules: inPlaceOf };
  await markDays(client, { ...span, ...scope }, today(context));
  // Raised again by the days that still lack something.
  await client.query(`update issue set cleared_at = now() where code = 'RESULT_RULES_MISSING' and cleared_at is null`);
}
