import { randomUUID } from 'node:crypto';
import type { EmploymentKind } from '@hadir/core';
import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { rangeOf } from '../days.js';
import { resultError } from '../errors.js';
import { inChange } from '../records.js';
import { markDays } from '../results/mark.js';

/** Where a person serves from one day to another, in which post. */
export interface PlacementRecord {
  readonly id: string;
  readonly personId: string;
  readonly unitId: string;
  readonly employment: EmploymentKind;
  readonly post: string | null;
  readonly rank: string | null;
  readonly tppClass: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export type NewPlacement = Pick<PlacementRecord, 'personId' | 'unitId' | 'employment' | 'validFrom'> & {
  readonly post?: string | null;
  readonly rank?: string | null;
  readonly tppClass?: string | null;
  readonly validTo?: string | null;
};

const COLUMNS = `id, person_id as "personId", unit_id as "unitId", employment, post, rank, tpp_class as "tppClass",
  valid_from as "validFrom", valid_to as "validTo"`;

export async function listPlacements(
  { database }: ResultContext,
  filter: { readonly personId?: string; readonly unitId?: string },
): Promise<readonly PlacementRecord[]> {
  const { rows } = await database.pool.query<PlacementRecord>(
    `select ${COLUMNS} from placement
     where ($1::uuid is null or person_id = $1) and ($2::uuid is null or unit_id = $2) order by valid_from, id limit 20000`,
    [filter.personId ?? null, filter.unitId ?? null],
  );
  return rows;
}

/** Places a person from a day on; the placement until further notice ends on the day before. @throws RANGE_TAKEN, DATE_INVALID */
export async function place(context: ResultContext, input: NewPlacement, actor: string): Promise<PlacementRecord> {
  return await inChange(context.database, async (client) => {
    const placed = await placeOn(client, input, actor);
    const scope = { personIds: [input.personId], from: placed.validFrom, to: placed.validTo };
    await markDays(client, scope, today(context));
    return placed;
  });
}

/** The same inside a transaction of the caller, without marking days. */
export async function placeOn(client: PoolClient, input: NewPlacement, actor: string): Promise<PlacementRecord> {
  const { from, to } = rangeOf(input);
  // Whoever places the same person waits here, so that what is read next stays true.
  await client.query('select 1 from person where id = $1 for update', [input.personId]);
  const { rows } = await client.query<PlacementRecord>(`select ${COLUMNS} from placement where person_id = $1`, [
    input.personId,
  ]);
  const same = rows.find(
    (row) =>
      row.validFrom === from &&
      row.validTo === to &&
      row.unitId === input.unitId &&
      row.employment === input.employment &&
      row.post === (input.post ?? null) &&
      row.rank === (input.rank ?? null) &&
      row.tppClass === (input.tppClass ?? null),
  );
  if (same !== undefined) return same;
  const open = rows.find((row) => row.validTo === null && row.validFrom < from);
  const clash = rows.find(
    (row) => row !== open && (row.validTo === null || row.validTo >= from) && (to === null || row.validFrom <= to),
  );
  if (clash !== undefined) {
    throw resultError('RANGE_TAKEN', { other: clash.unitId, from: clash.validFrom, to: clash.validTo ?? '…' });
  }
  if (open !== undefined) {
    await client.query('update placement set valid_to = $2::date - 1 where id = $1', [open.id, from]);
  }
  const inserted = await client.query<PlacementRecord>(
    `insert into placement (id, person_id, unit_id, employment, post, rank, tpp_class, valid_from, valid_to, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    [
      randomUUID(),
      input.personId,
      input.unitId,
      input.employment,
      input.post ?? null,
      input.rank ?? null,
      input.tppClass ?? null,
      from,
      to,
      actor,
    ],
  );
  const made = inserted.rows[0] as PlacementRecord;
  const details = { personId: made.personId, unitId: made.unitId, from, to };
  await auditOn(client, { actor, action: 'placement.add', subject: made.id, details });
  return made;
}
