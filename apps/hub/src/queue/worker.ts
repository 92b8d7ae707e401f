import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@hadir/sdk';
import { type Job, Worker } from 'bullmq';
import { type Database, isStoreAway } from '../store/index.js';
import type { QueueConnection } from './backend.js';
import { recordFailure } from './failed-batch.js';
import type { BatchJob } from './producer.js';

/** Does one batch, completely or not at all, any number of times. */
export type BatchHandler = (batchId: number, signal: AbortSignal) => Promise<unknown>;

export interface WorkerSettings {
  /** Batches at once in this process. */
  readonly concurrency?: number;
}

export interface BatchWorker {
  /** Takes no more jobs and waits for those under way, though not for ever. Idempotent. */
  close(): Promise<void>;
}

/** A worker that died holds its jobs this long at most, and the check for that comes every `STALLED_CHECK_MS`. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5000;
/** Handlers are idempotent, so a job may be lost by dying workers as often as it likes. */
const MAX_STALLED = 1_000_000;
const CLOSE_TIMEOUT_MS = 15_000;

export interface WorkerParts {
  readonly db: Database;
  readonly name: string;
  readonly connection: QueueConnection;
  readonly log: Logger;
  readonly handler: BatchHandler;
  readonly settings: WorkerSettings;
  onError(error: Error): void;
}

export async function startBatchWorker(parts: WorkerParts): Promise<BatchWorker> {
  const { db, connection, log, handler, onError } = parts;
  const stopping = new AbortController();

  async function work(job: Job<BatchJob>): Promise<void> {
    const { batchId } = job.data;
    try {
      await handler(batchId, stopping.signal);
    } catch (error) {
      // The database was away or the hub stops: the batch is not to blame.
      if (stopping.signal.aborted || isStoreAway(error)) throw error;
      const verdict = await recordFailure(db, batchId, error);
      log.warn('a batch failed', { batchId, verdict, reason: error instanceof Error ? error.message : String(error) });
      // Split or given up for now: the sweeper brings what is left. Else BullMQ tries again, later each time.
      if (verdict === 'again') throw error;
    }
  }

  const worker = new Worker<BatchJob>(
    parts.name,
    work,
    {
      connection: connection.connection,
      concurrency: parts.settings.concurrency ?? 2,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLED,
      // After a broken connection; the default of 15 s is an eternity for somebody who watches punches arrive.
      runRetryDelay: 500,
    },
    connection.factory,
  );
  worker.on('error', onError);
  if (connection.waitsForReady) await worker.waitUntilReady();

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const orderly = worker.close().catch(onError);
    const late = sleep(CLOSE_TIMEOUT_MS, 'late' as const, { ref: false });
    if ((await Promise.race([orderly, late])) === 'late') {
      stopping.abort();
      await Promise.race([worker.close(true).catch(onError), sleep(2000, undefined, { ref: false })]);
    }
    stopping.abort();
    await connection.close();
  };
  return {
    close() {
      closing ??= close();
      return closing;
    },
  };
}
