import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { rangeOf } from '../days.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';
import { markDays } from '../results/mark.js';

export interface AssignmentRecord {
  readonly id: string;
  readonly kind: 'schedule' | 'profile';
  readonly personId: string | null;
  readonly unitId: string | null;
  /** Of the schedule or profile. */
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export type NewAssignment = Pick<AssignmentRecord, 'kind' | 'name' | 'validFrom'> & {
  readonly personId?: string | null;
  readonly unitId?: string | null;
  readonly validTo?: string | null;
};

const COLUMNS = `id, kind, person_id as "personId", unit_id as "unitId", name, valid_from as "validFrom", valid_to as "validTo"`;

export async function listAssignments({ database }: ResultContext): Promise<readonly AssignmentRecord[]> {
  const { rows } = await database.pool.query<AssignmentRecord>(
    `select ${COLUMNS} from rule_assignment order by kind, valid_from, id`,
  );
  return rows;
}

/**
 * From a day on, a schedule or profile holds for a person, a unit with what is below it, or everybody. The assignment
 * that held for the same until further notice ends on the day before. The same again changes nothing.
 * @throws RULE_NOT_FOUND, RANGE_TAKEN, DATE_INVALID
 */
export async function assign(context: ResultContext, input: NewAssignment, actor: string): Promise<AssignmentRecord> {
  const { from, to } = rangeOf(input);
  const { kind, name, personId = null, unitId = null } = input;
  return await inChange(context.database, async (client) => {
    const known = await client.query('select 1 from rule_document where kind = $1 and name = $2 limit 1', [kind, name]);
    if (known.rowCount === 0) throw resultError('RULE_NOT_FOUND', { kind, name });
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `assign ${kind} ${personId ?? unitId ?? ''}`,
    ]);
    const { rows } = await client.query<AssignmentRecord>(
      `select ${COLUMNS} from rule_assignment
       where kind = $1 and person_id is not distinct from $2::uuid and unit_id is not distinct from $3::uuid`,
      [kind, personId, unitId],
    );
    const same = rows.find((row) => row.name === name && row.validFrom === from && row.validTo === to);
    if (same !== undefined) return same;
    await client.query(
      `update rule_assignment set valid_to = $4::date - 1
       where kind = $1 and person_id is not distinct from $2::uuid and unit_id is not distinct from $3::uuid
         and valid_to is null and valid_from < $4::date`,
      [kind, personId, unitId, from],
    );
    refuseOverlap(rows, from, to);
    const inserted = await client.query<AssignmentRecord>(
      `insert into rule_assignment (id, kind, person_id, unit_id, name, valid_from, valid_to, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [randomUUID(), kind, personId, unitId, name, from, to, actor],
    );
    const made = inserted.rows[0] as AssignmentRecord;
    await auditOn(client, {
      actor,
      action: 'assignment.add',
      subject: made.id,
      details: { kind, name, personId, unitId, from, to },
    });
    await markAssignment(client, context, made);
    return made;
  });
}

/** Ends on a day, or takes the assignment back entirely when `lastDay` is null. @throws RULE_NOT_FOUND */
export async function endAssignment(
  context: ResultContext,
  id: string,
  lastDay: string | null,
  actor: string,
): Promise<void> {
  await inChange(context.database, async (client) => {
    const { rows } = await client.query<AssignmentRecord>(
      `select ${COLUMNS} from rule_assignment where id = $1 for update`,
      [id],
    );
    const found = rows[0];
    if (found === undefined) throw noRecord('assignment', id);
    if (lastDay === null) {
      await client.query('delete from rule_assignment where id = $1', [id]);
    } else {
      rangeOf({ validFrom: found.validFrom, validTo: lastDay });
      await client.query('update rule_assignment set valid_to = $2 where id = $1', [id, lastDay]);
    }
    await auditOn(client, { actor, action: 'assignment.end', subject: id, details: { lastDay } });
    await markAssignment(client, context, found);
  });
}

/** Assignments without an end that began earlier were ended just now. */
function refuseOverlap(rows: readonly AssignmentRecord[], from: string, to: string | null): void {
  const clash = rows.find(
    (row) =>
      !(row.validTo === null && row.validFrom < from) &&
      (row.validTo === null || row.validTo >= from) &&
      (to === null || row.validFrom <= to),
  );
  if (clash === undefined) return;
  throw resultError('RANGE_TAKEN', { other: clash.name, from: clash.validFrom, to: clash.validTo ?? '…' });
}

async function markAssignment(client: PoolClient, context: ResultContext, one: AssignmentRecord): Promise<void> {
  await markDays(
    client,
    {
      ...(one.personId === null ? {} : { personIds: [one.personId] }),
      unitId: one.unitId,
      from: one.validFrom,
      to: one.validTo,
      openMonthsOnly: true,
    },
    today(context),
  );
}
