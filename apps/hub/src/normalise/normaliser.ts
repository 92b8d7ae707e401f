import {
  BUILTIN_CODE_TABLES,
  type ClockPolicy,
  type CodeTables,
  DEFAULT_CLOCK_POLICY,
  type DeviceOperation,
  instantToText,
} from '@hadir/core';
import type { PoolClient } from 'pg';
import { type Database, inPipelinedTransaction, int8Array, raiseIssue } from '../store/index.js';
import { insertTemperatures, openRows } from '../temperature/index.js';
import { type ClaimedBatch, claimBatches, readRows } from './claim.js';
import { meaningOf, type Unreadable } from './meaning.js';
import { insertEvents } from './write-events.js';
import { upsertUsers } from './write-users.js';

export interface NormaliserOptions {
  readonly db: Database;
  /** Tables of the plugins' manifests; Hadir's own are always there and win. */
  readonly codeTables?: CodeTables;
  readonly clockPolicy?: ClockPolicy;
}

export interface NormaliseOutcome {
  /** Journal rows worked off; 0 when the batch was done already or is another worker's. */
  readonly readings: number;
  /** Events that are new. */
  readonly events: number;
}

/** Works off one batch of the journal, and others that wait. Any number of times gives the same events. */
export type Normaliser = (batchId: number, signal?: AbortSignal) => Promise<NormaliseOutcome>;

/**
 * Everything of one call is one transaction: events, device users, issues and the batch's mark are there together or not
 * at all, so neither a crash nor a second worker can lose or double anything. It commits with `synchronous_commit = on`:
 * switching it off would be safe for the batch (its mark would be lost with its events), but not for a reader of the
 * change feed, who may hold a place that after a power cut would be given to another event.
 */
export function createNormaliser({ db, codeTables, clockPolicy }: NormaliserOptions): Normaliser {
  const context = {
    codeTables: { ...codeTables, ...BUILTIN_CODE_TABLES },
    clockPolicy: clockPolicy ?? DEFAULT_CLOCK_POLICY,
  };
  return (batchId, signal) =>
    inPipelinedTransaction(db.pool, async (client) => {
      signal?.throwIfAborted();
      const batches = await claimBatches(client, batchId);
      if (batches.length === 0) return { last: Promise.resolve({ readings: 0, events: 0 }) };
      const rows = await readRows(client, batches);
      const zones = new Map(batches.map((batch) => [batch.deviceId, batch.zone]));
      const opened = await openRows(client, rows);
      const meaning = meaningOf(opened.rows, { ...context, zones }, opened.dayOf);
      await insertTemperatures(client, meaning.temperatures);
      await upsertUsers(client, meaning.users);
      for (const alert of meaning.alerts) await raiseIssue(client, issueOf(alert));
      const stillOpen = await setApart(client, batches, meaning.unreadable);
      const written = Promise.all([
        insertEvents(client, meaning.events),
        markDone(
          client,
          batches.map((batch) => batch.id).filter((id) => !stillOpen.has(id)),
        ),
      ]);
      return { last: written.then(([events]) => ({ readings: rows.length, events })) };
    });
}

async function markDone(client: PoolClient, batchIds: readonly number[]): Promise<void> {
  await client.query({
    name: 'normalise-done',
    text: 'update journal_batch set done_at = now(), retry_at = null where id = any($1::int8[])',
    values: [int8Array(batchIds)],
  });
}

function issueOf(alert: DeviceOperation) {
  return {
    code: 'DEVICE_OPERATION_ALERT',
    subject: `${alert.table}/${alert.code}`,
    deviceId: alert.deviceId,
    details: {
      textId: alert.text.id,
      textEn: alert.text.en,
      operator: alert.operator,
      at: instantToText(alert.occurredAt),
    },
  };
}

/**
 * Rows that cannot be understood stay open, each as a batch of its own, so that the others are done with.
 * @returns batches that must not be marked as done: those that were such a row already
 */
async function setApart(
  client: PoolClient,
  batches: readonly ClaimedBatch[],
  unreadable: readonly Unreadable[],
): Promise<ReadonlySet<number>> {
  const stillOpen = new Set<number>();
  for (const { deviceId, seq, reason } of unreadable) {
    const own = batches.find((one) => one.deviceId === deviceId && one.fromSeq === seq && one.toSeq === seq);
    if (own === undefined) {
      await client.query(
        `insert into journal_batch (device_id, from_seq, to_seq, appended_at, attempts, last_error, retry_at)
         values ($1, $2, $2, now(), 1, $3, now() + interval '1 hour')`,
        [deviceId, seq, reason],
      );
    } else {
      stillOpen.add(own.id);
      await client.query(
        `update journal_batch set attempts = attempts + 1, last_error = $2, retry_at = now() + interval '1 day'
         where id = $1`,
        [own.id, reason],
      );
    }
    await raiseIssue(client, {
      code: 'NORMALISE_READING_UNREADABLE',
      subject: String(seq),
      deviceId,
      severity: 'error',
      details: { deviceId, seq, reason },
    });
  }
  return stillOpen;
}
