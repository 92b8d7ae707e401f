import type { PoolClient } from 'pg';
import { int8Array, uuidArray } from '../store/index.js';

/** A batch that this transaction holds; nobody else works on it. */
export interface ClaimedBatch {
  readonly id: number;
  readonly deviceId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

export interface JournalRow {
  readonly deviceId: string;
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly body: string;
}

interface BatchRow {
  readonly id: number;
  readonly device_id: string;
  readonly from_seq: number;
  readonly to_seq: number;
  readonly attempts: number;
}

/** Readings in one transaction. */
const MAX_READINGS = 5000;
/** A batch of this size is worth a transaction of its own. */
const LARGE_BATCH = 1000;

/**
 * Takes the batch, and when it is small, others that wait: after a rush, hundreds of punches come as hundreds of
 * batches, and one transaction for all of them costs little more than for one. A batch that failed before goes alone.
 * @returns nothing when the batch is done or another worker has it
 */
export async function claimBatches(client: PoolClient, batchId: number): Promise<readonly ClaimedBatch[]> {
  const { rows } = await client.query<BatchRow>({
    name: 'normalise-claim',
    text: `select id, device_id, from_seq, to_seq, attempts from journal_batch
      where id = $1 and done_at is null for update skip locked`,
    values: [batchId],
  });
  const own = rows[0];
  if (own === undefined) return [];
  const size = own.to_seq - own.from_seq + 1;
  if (own.attempts > 0 || size >= LARGE_BATCH) return [toClaimed(own)];
  const others = await client.query<BatchRow>({
    name: 'normalise-claim-more',
    text: `select id, device_id, from_seq, to_seq, attempts from journal_batch
      where done_at is null and id in (
        select id from (
          select id, sum(to_seq - from_seq + 1) over (order by id) as readings from (
            select id, from_seq, to_seq from journal_batch
            where done_at is null and attempts = 0 and id <> $1 order by id limit 256) as open) as counted
        where readings <= $2)
      for update skip locked`,
    values: [batchId, MAX_READINGS - size],
  });
  return [own, ...others.rows].map(toClaimed);
}

function toClaimed(row: BatchRow): ClaimedBatch {
  return { id: row.id, deviceId: row.device_id, fromSeq: row.from_seq, toSeq: row.to_seq };
}

export async function readRows(client: PoolClient, batches: readonly ClaimedBatch[]): Promise<readonly JournalRow[]> {
  const { rows } = await client.query<[string, number, number, string]>({
    name: 'normalise-rows',
    text: `select b.device_id, j.seq, (extract(epoch from j.received_at) * 1000)::int8, j.body
      from unnest($1::uuid[], $2::int8[], $3::int8[]) as b (device_id, from_seq, to_seq)
      cross join lateral (
        select seq, received_at, body from journal
        where device_id = b.device_id and seq between b.from_seq and b.to_seq order by seq) as j`,
    values: [
      uuidArray(batches.map((batch) => batch.deviceId)),
      int8Array(batches.map((batch) => batch.fromSeq)),
      int8Array(batches.map((batch) => batch.toSeq)),
    ],
    rowMode: 'array',
  } as never);
  return rows.map(([deviceId, seq, receivedAtMs, body]) => ({ deviceId, seq, receivedAtMs, body }));
}
