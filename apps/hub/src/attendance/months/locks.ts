import { assertMayLock, type CivilDate, instant, type LockState, lockState, type MonthLock } from '@hadir/core';
import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';
import { assertOfficerOf } from '../staff/approvers.js';
import { monthDays } from './period.js';

export interface NewLock {
  readonly unitId: string;
  readonly month: string;
  readonly level: MonthLock['level'];
  readonly byPersonId: string;
  /** Everything below the unit as well, unless locked already. */
  readonly includeBelow: boolean;
}

export interface LockRecord {
  readonly unitId: string;
  readonly unit: string;
  readonly month: string;
  readonly state: LockState;
  readonly locks: readonly MonthLock[];
}

interface Row {
  readonly unitId: string;
  readonly month: string;
  readonly level: MonthLock['level'];
  readonly byPersonId: string;
  readonly at: Date;
}

const SELECT = 'select unit_id as "unitId", month, level, by_person_id as "byPersonId", at from month_lock';
const lockOf = ({ at, ...row }: Row): MonthLock => ({ ...row, at: instant(at.getTime()) });

/** Where the month of each unit stands. */
export async function listLocks({ database }: ResultContext, month: string): Promise<readonly LockRecord[]> {
  monthDays(month);
  const units = await database.pool.query<{ id: string; name: string }>(
    'select id, name from organisation_unit order by name, id',
  );
  const { rows } = await database.pool.query<Row>(`${SELECT} where month = $1 order by at`, [month]);
  const locks = rows.map(lockOf);
  return units.rows.map(({ id, name }) => ({
    unitId: id,
    unit: name,
    month,
    state: lockState(locks, id, month),
    locks: locks.filter((lock) => lock.unitId === id),
  }));
}

/**
 * Signs a month: first the office head for the unit, then the personnel board. From then on its days change only through
 * corrections.
 * @throws MONTH_UNDECIDED, MONTH_LOCK_ORDER, MONTH_PENDING_WORK, RESULT_RULES_MISSING, APPROVER_UNKNOWN
 * @returns the units that were locked
 */
export async function lockMonth(context: ResultContext, input: NewLock, actor: string): Promise<readonly string[]> {
  const { from, to } = monthDays(input.month);
  return await inChange(context.database, async (client) => {
    const day = today(context);
    const step = input.level === 'unit' ? 'office-head' : 'personnel-board';
    await assertOfficerOf(client, step, input.byPersonId, input.unitId, day);
    const names = await unitsOf(client, input);
    const units = [...names.keys()];
    // Whoever computes days holds this table in `row share` mode: no lock passes between a result's computing and writing.
    await client.query('lock table month_lock in exclusive mode');
    await refuseMissingRules(client, from, to);
    await refusePending(client, units, from, to, input.month);
    const { rows } = await client.query<Row>(`${SELECT} where month = $1 and unit_id = any($2::uuid[])`, [
      input.month,
      units,
    ]);
    const locks = rows.map(lockOf);
    const locked: string[] = [];
    for (const unitId of units) {
      const isThere = locks.some((lock) => lock.unitId === unitId && lock.level === input.level);
      if (isThere && unitId !== input.unitId) continue;
      const undecided = await undecidedDays(client, unitId, from, to, day);
      const unit = names.get(unitId) ?? unitId;
      assertMayLock(locks, { unitId, unit, month: input.month, level: input.level }, undecided);
      locked.push(unitId);
    }
    await client.query(
      `insert into month_lock (unit_id, month, level, by_person_id, at, created_by)
       select unit_id, $2, $3, $4, $5, $6 from unnest($1::uuid[]) as n (unit_id)`,
      [locked, input.month, input.level, input.byPersonId, new Date(context.clock.now()), actor],
    );
    const details = { month: input.month, level: input.level, byPersonId: input.byPersonId, units: locked };
    await auditOn(client, { actor, action: 'month.lock', subject: input.unitId, details });
    return locked;
  });
}

/** Names by id. */
async function unitsOf(client: PoolClient, { unitId, includeBelow }: NewLock): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `with recursive below (id, name) as (
       select id, name from organisation_unit where id = $1
       union select child.id, child.name from organisation_unit child join below on child.parent_id = below.id
         where $2::boolean)
     select id, name from below order by name, id`,
    [unitId, includeBelow],
  );
  if (rows.length === 0) throw noRecord('unit', unitId);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Days that lack rules have no result: nobody could sign for them. @throws RESULT_RULES_MISSING */
async function refuseMissingRules(client: PoolClient, from: CivilDate, to: CivilDate): Promise<void> {
  const { rows } = await client.query<{ subject: string }>(
    `select subject from issue where code = 'RESULT_RULES_MISSING' and cleared_at is null
       and right(subject, 10) between $1::text and $2::text order by subject limit 1`,
    [from, to],
  );
  const reason = rows[0]?.subject;
  if (reason !== undefined) throw resultError('RESULT_RULES_MISSING', { reason });
}

async function refusePending(
  client: PoolClient,
  units: readonly string[],
  from: CivilDate,
  to: CivilDate,
  month: string,
): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from result_outbox o where o.workday between $2 and $3 and (
       exists (select 1 from person p where p.id = o.person_id and p.unit_id = any($1::uuid[]))
       or exists (select 1 from placement s where s.person_id = o.person_id and s.unit_id = any($1::uuid[])))`,
    [units, from, to],
  );
  const count = rows[0]?.count ?? 0;
  if (count > 0) throw resultError('MONTH_PENDING_WORK', { count, month });
}

/** Days without a decision; a month that still runs is undecided from today on. */
async function undecidedDays(
  client: PoolClient,
  unitId: string,
  from: CivilDate,
  to: CivilDate,
  day: CivilDate,
): Promise<readonly CivilDate[]> {
  const { rows } = await client.query<{ workday: CivilDate }>(
    `select workday from day_result where unit_id = $1 and workday between $2 and $3 and points is null order by workday`,
    [unitId, from, to],
  );
  const open = rows.map((row) => row.workday);
  return day <= to ? [...open, day < from ? from : day] : open;
}
