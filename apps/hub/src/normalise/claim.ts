import type { PoolClient } from 'pg';
import { int8Array, uuidArray } from '../store/index.js';

/** A batch that this transaction holds; nobody else works on it. */
export interface ClaimedBatch {
  readonly id: number;
  readonly deviceId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Zone of the place where the device stands. */
  readonly zone: string;
}

export interface JournalRow {
  readonly deviceId: string;
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly body: string;
}

/** Readings in one transaction. */
const MAX_READINGS = 5000;
/** A batch of this size is worth a transaction of its own. */
const LARGE_BATCH = 1000;

/**
 * Takes the batch, and when it is small, others that wait: after a rush, hundreds of punches come as hundreds of
 * batches, and one transaction for all of them costs little more than for one. A batch that failed before goes alone.
 * Batches that are done or held by another worker are left out.
 */
export async function claimBatches(client: PoolClient, batchId: number): Promise<readonly ClaimedBatch[]> {
  const { rows } = await client.query<{
    id: number;
    device_id: string;
    from_seq: number;
    to_seq: number;
    zone: string;
  }>({
    name: 'normalise-claim',
    text: `with own as (
        select id, attempts, to_seq - from_seq + 1 as readings from journal_batch where id = $1 and done_at is null
      ), others as (
        select id, sum(to_seq - from_seq + 1) over (order by id) as readings from (
          select id, from_seq, to_seq from journal_batch
          where done_at is null and attempts = 0 and id <> $1 order by id limit 256) as open
      ), picked as (
        select id from own
        union all
        select others.id from others, own
        where own.attempts = 0 and own.readings < $2 and others.readings <= $3 - own.readings
      )
      select b.id, b.device_id, b.from_seq, b.to_seq, d.zone from journal_batch b join device d on d.id = b.device_id
      where b.id = any (array(select id from picked)) and b.done_at is null
      order by b.id for update of b skip locked`,
    values: [batchId, LARGE_BATCH, MAX_READINGS],
  });
  return rows.map((row) => ({
    id: row.id,
    deviceId: row.device_id,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    zone: row.zone,
  }));
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
