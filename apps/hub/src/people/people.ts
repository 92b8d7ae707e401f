import { randomUUID } from 'node:crypto';
import { type Clock, coreError, tryParseDate } from '@hadir/core';
import { sql, type Transaction } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database, Tables } from '../store/index.js';
import { brokenConstraint } from './constraint.js';
import { peopleError } from './errors.js';
import { checkedNumber, type NumberInput, type NumberKind } from './numbers.js';
import { civilToday } from './today.js';

interface PersonNumberRecord {
  readonly id: string;
  readonly kind: NumberKind;
  readonly value: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** Somebody whose attendance is recorded. */
export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly numbers: readonly PersonNumberRecord[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewPerson {
  readonly name: string;
  readonly unitId?: string | null;
  readonly numbers?: readonly NumberInput[];
}

/** Settings that decide about people. */
export interface PeopleContext {
  readonly database: Database;
  readonly clock: Clock;
  /** In which "today" is meant when a date of birth must not lie in the future. */
  readonly zone: string;
}

const columns = ['id', 'name', 'unit_id as unitId', 'created_at as createdAt', 'updated_at as updatedAt'] as const;
const numberColumns = ['id', 'person_id', 'kind', 'value', 'valid_from as validFrom', 'valid_to as validTo'] as const;

/** By name; one more than `limit` when there are more. `search` finds part of a name or the start of a number. */
export async function listPeople(
  database: Database,
  query: {
    readonly search?: string;
    readonly unitId?: string;
    readonly after?: { readonly name: string; readonly id: string };
    readonly limit: number;
  },
): Promise<readonly PersonRecord[]> {
  const { search, unitId, after } = query;
  const rows = await database.kysely
    .selectFrom('person')
    .select(columns)
    .$if(unitId !== undefined, (q) => q.where('unit_id', '=', unitId ?? ''))
    .$if(search !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          eb('name', 'ilike', `%${escapeLike(search ?? '')}%`),
          eb('id', 'in', (inner) =>
            inner
              .selectFrom('person_number')
              .select('person_id')
              .where('value', 'like', `${escapeLike(search ?? '')}%`),
          ),
        ]),
      ),
    )
    .$if(after !== undefined, (q) =>
      q.where((eb) => eb(eb.refTuple('name', 'id'), '>', eb.tuple(after?.name ?? '', after?.id ?? ''))),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  return withNumbers(database, rows);
}

/** @throws RECORD_NOT_FOUND */
export async function getPerson(database: Database, id: string): Promise<PersonRecord> {
  const rows = await database.kysely.selectFrom('person').select(columns).where('id', '=', id).execute();
  const [person] = await withNumbers(database, rows);
  if (!person) throw peopleError('RECORD_NOT_FOUND', { kind: 'person', id });
  return person;
}

/** @throws PERSON_NUMBER_…, REFERENCE_UNKNOWN */
export async function createPerson(context: PeopleContext, input: NewPerson, actor: string): Promise<PersonRecord> {
  const id = randomUUID();
  await guarded(() =>
    context.database.kysely.transaction().execute(async (trx) => {
      await trx
        .insertInto('person')
        .values({ id, name: input.name, unit_id: input.unitId ?? null })
        .execute();
      for (const number of input.numbers ?? []) await insertNumber(context, trx, id, number);
      await writeAudit(trx, {
        actor,
        action: 'person.create',
        subject: id,
        details: { name: input.name, numbers: (input.numbers ?? []).map((number) => number.kind) },
      });
    }),
  );
  return getPerson(context.database, id);
}

/** Numbers given replace all that there were. @throws as `createPerson`, RECORD_NOT_FOUND */
export async function updatePerson(
  context: PeopleContext,
  id: string,
  change: Partial<NewPerson>,
  actor: string,
): Promise<PersonRecord> {
  await guarded(() =>
    context.database.kysely.transaction().execute(async (trx) => {
      const current = await trx
        .selectFrom('person')
        .select(columns)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!current) throw peopleError('RECORD_NOT_FOUND', { kind: 'person', id });
      const next = { ...current, ...change };
      await trx
        .updateTable('person')
        .set({ name: next.name, unit_id: next.unitId, updated_at: new Date() })
        .where('id', '=', id)
        .execute();
      if (change.numbers) {
        await trx.deleteFrom('person_number').where('person_id', '=', id).execute();
        for (const number of change.numbers) await insertNumber(context, trx, id, number);
      }
      await writeAudit(trx, { actor, action: 'person.update', subject: id, details: { changed: Object.keys(change) } });
    }),
  );
  return getPerson(context.database, id);
}

async function insertNumber(
  context: PeopleContext,
  transaction: Transaction<Tables>,
  personId: string,
  input: NumberInput,
): Promise<void> {
  const value = checkedNumber(input, civilToday(context.clock, context.zone));
  const from = dateOrNull(input.validFrom);
  const to = dateOrNull(input.validTo);
  if (from !== null && to !== null && from > to) throw coreError('MAPPING_RANGE', { from, to });
  // Two people with one number at the same time: one lock on the number makes the check and the insert one step.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${input.kind} ${value}`}, 0))`.execute(transaction);
  const other = await transaction
    .selectFrom('person_number')
    .innerJoin('person', 'person.id', 'person_number.person_id')
    .select('person.name')
    .where('person_number.kind', '=', input.kind)
    .where('person_number.value', '=', value)
    .where('person_number.person_id', '!=', personId)
    .where(
      sql<boolean>`daterange(person_number.valid_from, person_number.valid_to, '[]') && daterange(${from}::date, ${to}::date, '[]')`,
    )
    .executeTakeFirst();
  if (other) throw peopleError('PERSON_NUMBER_TAKEN', { kind: input.kind, person: other.name });
  await transaction
    .insertInto('person_number')
    .values({ id: randomUUID(), person_id: personId, kind: input.kind, value, valid_from: from, valid_to: to })
    .execute();
}

function dateOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const date = tryParseDate(text);
  if (date === null) throw coreError('TIME_WALL_INVALID', { text });
  return date;
}

async function withNumbers(
  database: Database,
  people: readonly Omit<PersonRecord, 'numbers'>[],
): Promise<readonly PersonRecord[]> {
  if (people.length === 0) return [];
  const rows = await database.kysely
    .selectFrom('person_number')
    .select(numberColumns)
    .where(
      'person_id',
      'in',
      people.map((person) => person.id),
    )
    .orderBy('kind')
    .orderBy('valid_from')
    .execute();
  const byPerson = new Map<string, PersonNumberRecord[]>(people.map((person) => [person.id, []]));
  for (const { person_id, ...number } of rows) byPerson.get(person_id)?.push(number);
  return people.map((person) => ({ ...person, numbers: byPerson.get(person.id) ?? [] }));
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (brokenConstraint(error)?.kind === 'foreign-key')
      throw peopleError('REFERENCE_UNKNOWN', { field: 'unitId' }, error);
    throw error;
  }
}
