import { randomUUID } from 'node:crypto';
import { coreError, tryParseDate } from '@hadir/core';
import { sql, type Transaction } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database, Tables } from '../store/index.js';
import { brokenConstraint } from './constraint.js';
import { peopleError } from './errors.js';

/** A number on a device that means one person, from one day to another. Null: without end. */
export interface MappingRecord {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly deviceUserId: string;
  readonly personId: string;
  readonly personName: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export interface NewMapping {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly personId: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

export type MappingChange = Partial<Pick<NewMapping, 'personId' | 'validFrom' | 'validTo'>>;

/** Gives the events of a device user to whom they belong now. */
export type Reattribute = (scope: { readonly deviceId: string; readonly deviceUserId: string }) => Promise<unknown>;

const FIRST = '-infinity';
const LAST = 'infinity';

const select = (database: { readonly kysely: Database['kysely'] }) =>
  database.kysely
    .selectFrom('identity_mapping as m')
    .innerJoin('device as d', 'd.id', 'm.device_id')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select([
      'm.id',
      'm.device_id as deviceId',
      'd.name as deviceName',
      'm.device_user_id as deviceUserId',
      'm.person_id as personId',
      'p.name as personName',
      sql<string | null>`nullif(m.valid_from, '-infinity')`.as('validFrom'),
      sql<string | null>`nullif(m.valid_to, 'infinity')`.as('validTo'),
      'm.created_at as createdAt',
      'm.created_by as createdBy',
    ]);

export async function listMappings(
  database: Database,
  query: {
    readonly deviceId?: string;
    readonly deviceUserId?: string;
    readonly personId?: string;
    readonly after?: string;
    readonly limit: number;
  },
): Promise<readonly MappingRecord[]> {
  return select(database)
    .$if(query.deviceId !== undefined, (q) => q.where('m.device_id', '=', query.deviceId ?? ''))
    .$if(query.deviceUserId !== undefined, (q) => q.where('m.device_user_id', '=', query.deviceUserId ?? ''))
    .$if(query.personId !== undefined, (q) => q.where('m.person_id', '=', query.personId ?? ''))
    .$if(query.after !== undefined, (q) => q.where('m.id', '>', query.after ?? ''))
    .orderBy('m.id')
    .limit(query.limit + 1)
    .execute();
}

/** @throws RECORD_NOT_FOUND */
export async function getMapping(
  database: { readonly kysely: Database['kysely'] },
  id: string,
): Promise<MappingRecord> {
  const row = await select(database).where('m.id', '=', id).executeTakeFirst();
  if (!row) throw peopleError('RECORD_NOT_FOUND', { kind: 'mapping', id });
  return row;
}

/** @throws MAPPING_TAKEN, MAPPING_RANGE, REFERENCE_UNKNOWN */
export async function createMapping(
  database: Database,
  reattribute: Reattribute,
  input: NewMapping,
  actor: string,
): Promise<MappingRecord> {
  const { from, to } = period(input);
  const id = randomUUID();
  const made = await guarded(database, { ...input, from, to, except: null }, (trx) =>
    trx
      .insertInto('identity_mapping')
      .values({
        id,
        device_id: input.deviceId,
        device_user_id: input.deviceUserId,
        person_id: input.personId,
        valid_from: from,
        valid_to: to,
        created_by: actor,
      })
      .execute()
      .then(() => audit(trx, 'mapping.create', id, actor, input)),
  );
  await reattribute(made);
  return getMapping(database, id);
}

/** @throws as `createMapping`, RECORD_NOT_FOUND */
export async function updateMapping(
  database: Database,
  reattribute: Reattribute,
  id: string,
  change: MappingChange,
  actor: string,
): Promise<MappingRecord> {
  const next = { ...(await getMapping(database, id)), ...change };
  const { from, to } = period(next);
  const changed = await guarded(database, { ...next, from, to, except: id }, (trx) =>
    trx
      .updateTable('identity_mapping')
      .set({ person_id: next.personId, valid_from: from, valid_to: to })
      .where('id', '=', id)
      .execute()
      .then(() => audit(trx, 'mapping.update', id, actor, { ...change })),
  );
  await reattribute(changed);
  return getMapping(database, id);
}

/** The events stay; they belong to nobody again. @throws RECORD_NOT_FOUND */
export async function removeMapping(
  database: Database,
  reattribute: Reattribute,
  id: string,
  actor: string,
): Promise<void> {
  const mapping = await getMapping(database, id);
  await database.kysely.transaction().execute(async (trx) => {
    await trx.deleteFrom('identity_mapping').where('id', '=', id).execute();
    await audit(trx, 'mapping.remove', id, actor, { deviceUserId: mapping.deviceUserId, personId: mapping.personId });
  });
  await reattribute(mapping);
}

function audit(
  trx: Transaction<Tables>,
  action: string,
  subject: string,
  actor: string,
  details: object,
): Promise<void> {
  return writeAudit(trx, { actor, action, subject, details: { ...details } });
}

function period(input: { readonly validFrom?: string | null; readonly validTo?: string | null }): {
  from: string;
  to: string;
} {
  const from = input.validFrom ?? FIRST;
  const to = input.validTo ?? LAST;
  for (const text of [input.validFrom, input.validTo]) {
    if (text && tryParseDate(text) === null) throw coreError('TIME_WALL_INVALID', { text });
  }
  if (input.validFrom && input.validTo && input.validFrom > input.validTo)
    throw coreError('MAPPING_RANGE', { from, to });
  return { from, to };
}

interface Wanted {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly from: string;
  readonly to: string;
  readonly except: string | null;
}

/** The database's exclusion constraint decides; this says in people's words with whom it clashed. */
async function guarded<W extends Wanted>(
  database: Database,
  wanted: W,
  work: (trx: Transaction<Tables>) => Promise<unknown>,
): Promise<W> {
  try {
    await database.kysely.transaction().execute(work);
    return wanted;
  } catch (error) {
    const broken = brokenConstraint(error);
    if (broken?.kind === 'exclusion') throw await clash(database, wanted, error);
    if (broken?.kind === 'foreign-key') {
      throw peopleError(
        'REFERENCE_UNKNOWN',
        { field: broken.name.includes('person') ? 'personId' : 'deviceId' },
        error,
      );
    }
    throw error;
  }
}

async function clash(database: Database, wanted: Wanted, cause: unknown) {
  const other = await select(database)
    .where('m.device_id', '=', wanted.deviceId)
    .where('m.device_user_id', '=', wanted.deviceUserId)
    .$if(wanted.except !== null, (q) => q.where('m.id', '!=', wanted.except ?? ''))
    .where(
      sql<boolean>`daterange(m.valid_from, m.valid_to, '[]') && daterange(${wanted.from}::date, ${wanted.to}::date, '[]')`,
    )
    .executeTakeFirst();
  return peopleError(
    'MAPPING_TAKEN',
    {
      deviceUserId: wanted.deviceUserId,
      device: other?.deviceName ?? wanted.deviceId,
      person: other?.personName ?? '?',
      personId: other?.personId ?? null,
      mappingId: other?.id ?? null,
      from: other?.validFrom ?? '…',
      to: other?.validTo ?? '…',
    },
    cause,
  );
}
