import { randomUUID } from 'node:crypto';
import { type CivilDate, type UnitKind, unitTree } from '@hadir/core';
import type { Transaction } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database, Tables } from '../store/index.js';
import { peopleError } from './errors.js';

/** A part of the organisation. */
export interface UnitRecord {
  readonly id: string;
  readonly parentId: string | null;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
}

export interface NewUnit {
  readonly parentId?: string | null;
  readonly code?: string | null;
  readonly name: string;
  readonly kind: UnitKind;
}

const columns = ['id', 'parent_id as parentId', 'code', 'name', 'kind'] as const;

/** The whole tree, parents before their children's names; a regency has hundreds of units, not millions. */
export async function listUnits(database: Database): Promise<readonly UnitRecord[]> {
  return database.kysely.selectFrom('organisation_unit').select(columns).orderBy('name').orderBy('id').execute();
}

/** @throws UNIT_CODE_TAKEN, UNIT_PARENT_UNKNOWN, UNIT_CYCLE */
export async function createUnit(database: Database, input: NewUnit, actor: string): Promise<UnitRecord> {
  return database.kysely.transaction().execute(async (trx) => {
    const id = randomUUID();
    await check(trx, { id, parentId: input.parentId ?? null, code: input.code ?? null });
    const row = await trx
      .insertInto('organisation_unit')
      .values({ id, parent_id: input.parentId ?? null, code: input.code ?? null, name: input.name, kind: input.kind })
      .returning(columns)
      .executeTakeFirstOrThrow();
    await writeAudit(trx, { actor, action: 'unit.create', subject: id, details: { name: row.name } });
    return row;
  });
}

/** @throws as `createUnit`, RECORD_NOT_FOUND */
export async function updateUnit(
  database: Database,
  id: string,
  change: Partial<NewUnit>,
  actor: string,
): Promise<UnitRecord> {
  return database.kysely.transaction().execute(async (trx) => {
    const current = await trx
      .selectFrom('organisation_unit')
      .select(columns)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!current) throw peopleError('RECORD_NOT_FOUND', { kind: 'unit', id });
    const next = { ...current, ...change };
    await check(trx, next);
    const row = await trx
      .updateTable('organisation_unit')
      .set({ parent_id: next.parentId, code: next.code, name: next.name, kind: next.kind })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow();
    await writeAudit(trx, { actor, action: 'unit.update', subject: id, details: { changed: Object.keys(change) } });
    return row;
  });
}

/** @throws UNIT_IN_USE, RECORD_NOT_FOUND */
export async function removeUnit(database: Database, id: string, actor: string): Promise<void> {
  await database.kysely.transaction().execute(async (trx) => {
    const [child, person, station] = await Promise.all([
      trx.selectFrom('organisation_unit').select('name').where('parent_id', '=', id).executeTakeFirst(),
      trx.selectFrom('person').select('name').where('unit_id', '=', id).executeTakeFirst(),
      trx.selectFrom('station').select('name').where('unit_id', '=', id).executeTakeFirst(),
    ]);
    const by = child ?? person ?? station;
    if (by) throw peopleError('UNIT_IN_USE', { by: by.name });
    const gone = await trx.deleteFrom('organisation_unit').where('id', '=', id).returning('name').executeTakeFirst();
    if (!gone) throw peopleError('RECORD_NOT_FOUND', { kind: 'unit', id });
    await writeAudit(trx, { actor, action: 'unit.remove', subject: id, details: { name: gone.name } });
  });
}

async function check(
  transaction: Transaction<Tables>,
  wanted: { readonly id: string; readonly parentId: string | null; readonly code: string | null },
): Promise<void> {
  const units = await transaction.selectFrom('organisation_unit').select(columns).execute();
  if (wanted.code !== null && units.some((unit) => unit.code === wanted.code && unit.id !== wanted.id)) {
    throw peopleError('UNIT_CODE_TAKEN', { code: wanted.code });
  }
  const others = units.filter((unit) => unit.id !== wanted.id);
  unitTree(
    [...others, { id: wanted.id, parentId: wanted.parentId }].map((unit) => ({
      ...{ id: unit.id, parentId: unit.parentId, kind: 'other' as const, name: '' },
      from: '0001-01-01' as CivilDate,
      to: null,
    })),
  );
}
