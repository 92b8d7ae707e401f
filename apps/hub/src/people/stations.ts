import { randomUUID } from 'node:crypto';
import { zoneOf } from '@hadir/core';
import { writeAudit } from '../audit/index.js';
import type { Database } from '../store/index.js';
import { brokenConstraint } from './constraint.js';
import { peopleError } from './errors.js';

/** A place where people check in. */
export interface StationRecord {
  readonly id: string;
  readonly unitId: string | null;
  readonly name: string;
  readonly zone: string;
}

export interface NewStation {
  readonly unitId?: string | null;
  readonly name: string;
  readonly zone: string;
}

const columns = ['id', 'unit_id as unitId', 'name', 'zone'] as const;

export async function listStations(database: Database): Promise<readonly StationRecord[]> {
  return database.kysely.selectFrom('station').select(columns).orderBy('name').orderBy('id').execute();
}

/** @throws TIME_ZONE_UNKNOWN, REFERENCE_UNKNOWN */
export async function createStation(database: Database, input: NewStation, actor: string): Promise<StationRecord> {
  zoneOf(input.zone);
  return known('unitId', () =>
    database.kysely.transaction().execute(async (trx) => {
      const row = await trx
        .insertInto('station')
        .values({ id: randomUUID(), unit_id: input.unitId ?? null, name: input.name, zone: input.zone })
        .returning(columns)
        .executeTakeFirstOrThrow();
      await writeAudit(trx, { actor, action: 'station.create', subject: row.id, details: { name: row.name } });
      return row;
    }),
  );
}

/** @throws as `createStation`, RECORD_NOT_FOUND */
export async function updateStation(
  database: Database,
  id: string,
  change: Partial<NewStation>,
  actor: string,
): Promise<StationRecord> {
  if (change.zone !== undefined) zoneOf(change.zone);
  return known('unitId', () =>
    database.kysely.transaction().execute(async (trx) => {
      const current = await trx
        .selectFrom('station')
        .select(columns)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!current) throw peopleError('RECORD_NOT_FOUND', { kind: 'station', id });
      const next = { ...current, ...change };
      const row = await trx
        .updateTable('station')
        .set({ unit_id: next.unitId, name: next.name, zone: next.zone })
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirstOrThrow();
      await writeAudit(trx, {
        actor,
        action: 'station.update',
        subject: id,
        details: { changed: Object.keys(change) },
      });
      return row;
    }),
  );
}

/** @throws STATION_IN_USE, RECORD_NOT_FOUND */
export async function removeStation(database: Database, id: string, actor: string): Promise<void> {
  await database.kysely.transaction().execute(async (trx) => {
    const device = await trx.selectFrom('device').select('name').where('station_id', '=', id).executeTakeFirst();
    if (device) throw peopleError('STATION_IN_USE', { by: device.name });
    const gone = await trx.deleteFrom('station').where('id', '=', id).returning('name').executeTakeFirst();
    if (!gone) throw peopleError('RECORD_NOT_FOUND', { kind: 'station', id });
    await writeAudit(trx, { actor, action: 'station.remove', subject: id, details: { name: gone.name } });
  });
}

async function known<Result>(field: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (brokenConstraint(error)?.kind === 'foreign-key') throw peopleError('REFERENCE_UNKNOWN', { field }, error);
    throw error;
  }
}
