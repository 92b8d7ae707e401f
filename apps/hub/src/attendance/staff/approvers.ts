import { randomUUID } from 'node:crypto';
import { type ApprovalStep, type CivilDate, STEP_TEXTS } from '@hadir/core';
import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import type { ResultContext } from '../context.js';
import { rangeOf } from '../days.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';

/** An officer who decides at a step for a unit and what is below it; without a unit, for the whole regency. */
export interface ApproverRecord {
  readonly id: string;
  readonly personId: string;
  readonly step: ApprovalStep;
  readonly unitId: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export type NewApprover = Pick<ApproverRecord, 'personId' | 'step' | 'validFrom'> & {
  readonly unitId?: string | null;
  readonly validTo?: string | null;
};

const COLUMNS = `id, person_id as "personId", step, unit_id as "unitId", valid_from as "validFrom", valid_to as "validTo"`;

export async function listApprovers({ database }: ResultContext): Promise<readonly ApproverRecord[]> {
  const { rows } = await database.pool.query<ApproverRecord>(
    `select ${COLUMNS} from approver order by step, valid_from, id`,
  );
  return rows;
}

/** @throws DATE_INVALID */
export async function addApprover(context: ResultContext, input: NewApprover, actor: string): Promise<ApproverRecord> {
  const { from, to } = rangeOf(input);
  return await inChange(context.database, async (client) => {
    const { rows } = await client.query<ApproverRecord>(
      `insert into approver (id, person_id, step, unit_id, valid_from, valid_to, created_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
      [randomUUID(), input.personId, input.step, input.unitId ?? null, from, to, actor],
    );
    const made = rows[0] as ApproverRecord;
    await auditOn(client, { actor, action: 'approver.add', subject: made.id, details: { ...input } });
    return made;
  });
}

/** @throws RESULT_RECORD_UNKNOWN */
export async function endApprover(context: ResultContext, id: string, lastDay: string, actor: string): Promise<void> {
  await inChange(context.database, async (client) => {
    const { rowCount } = await client.query('update approver set valid_to = $2 where id = $1 and valid_from <= $2', [
      id,
      lastDay,
    ]);
    if (rowCount === 0) throw noRecord('approver', id);
    await auditOn(client, { actor, action: 'approver.end', subject: id, details: { lastDay } });
  });
}

/** @throws APPROVER_UNKNOWN when the officer is none of this step, for this employee's unit or one above it, on this day */
export async function assertApprover(
  client: PoolClient,
  step: ApprovalStep,
  officerId: string,
  employeeId: string,
  on: CivilDate,
): Promise<void> {
  const { rowCount } = await client.query(
    `with recursive own (id) as (
       select coalesce(
         (select unit_id from placement where person_id = $3 and $4::date between valid_from and coalesce(valid_to, 'infinity')),
         (select unit_id from person where id = $3))
     ), above (id) as (
       select id from own where id is not null
       union select u.parent_id from organisation_unit u join above on u.id = above.id where u.parent_id is not null
     )
     select 1 from approver a where a.person_id = $1 and a.step = $2
       and $4::date between a.valid_from and coalesce(a.valid_to, 'infinity')
       and (a.unit_id is null or a.unit_id in (select id from above)) limit 1`,
    [officerId, step, employeeId, on],
  );
  if (rowCount === 0) throw noApprover(officerId, step);
}

/** @throws APPROVER_UNKNOWN when the officer is none of this step for the unit or one above it, on this day */
export async function assertOfficerOf(
  client: PoolClient,
  step: ApprovalStep,
  officerId: string,
  unitId: string | null,
  on: CivilDate,
): Promise<void> {
  const { rowCount } = await client.query(
    `with recursive above (id) as (
       select $3::uuid where $3::uuid is not null
       union select u.parent_id from organisation_unit u join above on u.id = above.id where u.parent_id is not null
     )
     select 1 from approver a where a.person_id = $1 and a.step = $2
       and $4::date between a.valid_from and coalesce(a.valid_to, 'infinity')
       and (a.unit_id is null or a.unit_id in (select id from above)) limit 1`,
    [officerId, step, unitId, on],
  );
  if (rowCount === 0) throw noApprover(officerId, step);
}

/** For whoever is none, with the step in words. */
export function noApprover(person: string, step: ApprovalStep) {
  const { id, en } = STEP_TEXTS[step];
  return resultError('APPROVER_UNKNOWN', { person, step, stepId: id, stepEn: en });
}
