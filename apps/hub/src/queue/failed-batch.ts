import { type Database, inTransaction, raiseIssue } from '../store/index.js';

/** What became of a batch that failed: to be tried again, cut in two, or left for later with an issue. */
export type FailureVerdict = 'again' | 'split' | 'stuck' | 'gone';

/** Failures after which a batch is cut in two, or, being one reading, left for later. */
const MAX_FAILURES = 3;

/**
 * Counts a failure that is the batch's own. One bad reading must not hold up thousands: a batch that keeps failing is cut
 * in halves until the bad one is alone. That one stays open, never lost, and is tried every hour.
 */
export async function recordFailure(db: Database, batchId: number, error: unknown): Promise<FailureVerdict> {
  const reason = error instanceof Error ? error.message : String(error);
  return await inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ device_id: string; from_seq: number; to_seq: number; attempts: number }>(
      `update journal_batch set attempts = attempts + 1, last_error = $2 where id = $1 and done_at is null
       returning device_id, from_seq, to_seq, attempts`,
      [batchId, reason.slice(0, 2000)],
    );
    const batch = rows[0];
    if (batch === undefined) return 'gone';
    if (batch.attempts < MAX_FAILURES) return 'again';
    if (batch.to_seq > batch.from_seq) {
      const middle = Math.floor((batch.from_seq + batch.to_seq) / 2);
      await client.query(
        // One failure stays on record, so that the halves are worked off alone.
        `with half as (update journal_batch set to_seq = $2, attempts = 1 where id = $1)
         insert into journal_batch (device_id, from_seq, to_seq, appended_at, attempts, last_error)
         select device_id, $2 + 1, to_seq, appended_at, 1, last_error from journal_batch where id = $1`,
        [batchId, middle],
      );
      return 'split';
    }
    await client.query("update journal_batch set retry_at = now() + interval '1 hour' where id = $1", [batchId]);
    await raiseIssue(client, {
      code: 'QUEUE_BATCH_STUCK',
      subject: String(batchId),
      deviceId: batch.device_id,
      severity: 'error',
      details: {
        deviceId: batch.device_id,
        fromSeq: batch.from_seq,
        toSeq: batch.to_seq,
        attempts: batch.attempts,
        reason: reason.slice(0, 500),
      },
    });
    return 'stuck';
  });
}
