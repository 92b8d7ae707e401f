import type { Clock } from '@hadir/core';
import { type Database, toStoreError } from '../store/index.js';
import type { JobQueue } from './producer.js';

export interface QueueStats {
  /** Jobs in the queue. Null while the queue is away. */
  readonly waiting: number | null;
  readonly active: number | null;
  readonly delayed: number | null;
  /** What is left to do, by the journal. */
  readonly openBatches: number;
  readonly oldestOpenAgeMs: number | null;
  /** Open batches that failed again and again and wait for a person or the next hour. */
  readonly stuckBatches: number;
}

const QUEUE_TIMEOUT_MS = 2000;

async function jobCounts(queue: JobQueue): Promise<Record<string, number> | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), QUEUE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized'), timeout]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Jobs that are in the queue in whatever state; 0 while it is away. */
export async function waitingJobs(queue: JobQueue): Promise<number> {
  return Object.values((await jobCounts(queue)) ?? {}).reduce((sum, count) => sum + count, 0);
}

/** @throws STORE_UNAVAILABLE */
export async function readStats(db: Database, queue: JobQueue, clock: Clock): Promise<QueueStats> {
  try {
    const [counts, { rows }] = await Promise.all([
      jobCounts(queue),
      db.pool.query<{ open: number; oldest: Date | null; stuck: number }>(
        `select count(*) as open, min(appended_at) as oldest, count(*) filter (where retry_at > now()) as stuck
         from journal_batch where done_at is null`,
      ),
    ]);
    const oldest = rows[0]?.oldest ?? null;
    return {
      waiting: counts === null ? null : (counts.waiting ?? 0) + (counts.prioritized ?? 0),
      active: counts?.active ?? null,
      delayed: counts?.delayed ?? null,
      openBatches: rows[0]?.open ?? 0,
      oldestOpenAgeMs: oldest === null ? null : Math.max(0, clock.now() - oldest.getTime()),
      stuckBatches: rows[0]?.stuck ?? 0,
    };
  } catch (error) {
    throw toStoreError(error);
  }
}
