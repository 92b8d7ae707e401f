import type { Clock } from '@hadir/core';
import type { Logger } from '@hadir/sdk';
import type { Database } from '../store/index.js';
import { connectQueue, type QueueStore } from './backend.js';
import { createEnqueuer, openQueue } from './producer.js';
import { type QueueStats, readStats } from './stats.js';
import { type Sweeper, type SweeperOptions, startSweeper } from './sweeper.js';
import { type BatchHandler, type BatchWorker, startBatchWorker, type WorkerSettings } from './worker.js';

export interface BatchQueueOptions {
  readonly db: Database;
  /** With it jobs wait in Redis, else in PostgreSQL. */
  readonly redisUrl?: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  /** Keeps queues of several hubs on one Redis apart. */
  readonly name?: string;
}

/**
 * Carries the ids of journal batches to workers on this machine or others. It is a messenger, not a memory: what must be
 * done is what `journal_batch` says is open. A job that is lost is queued again by the sweeper; a job that comes twice
 * finds its batch done.
 *
 * Left out: what is done with a batch (`BatchHandler`), order (batches of one device may run in any order).
 */
export interface BatchQueue {
  /** Never rejects and never waits long: while the queue is away, nothing is queued and the sweeper catches up. */
  enqueue(batchIds: readonly number[]): Promise<void>;
  startWorker(handler: BatchHandler, settings?: WorkerSettings): Promise<BatchWorker>;
  startSweeper(options?: SweeperOptions): Sweeper;
  stats(): Promise<QueueStats>;
  /** Ends workers and sweepers that were started here, then lets go of the connections. */
  close(): Promise<void>;
}

/** @throws QUEUE_UNAVAILABLE when the queue lies in PostgreSQL and that cannot be reached; Redis may come later. */
export async function createBatchQueue(options: BatchQueueOptions): Promise<BatchQueue> {
  const { db, log, clock } = options;
  const name = options.name ?? 'hadir-batches';
  const store: QueueStore =
    options.redisUrl === undefined || options.redisUrl === null
      ? { kind: 'postgres', databaseUrl: db.url }
      : { kind: 'redis', redisUrl: options.redisUrl };
  const onError = quietly(log);
  const producer = await openQueue(store, name, onError);
  const enqueuer = createEnqueuer(producer.queue, onError);
  const parts: { close(): Promise<void> }[] = [];

  return {
    enqueue: (batchIds) => enqueuer.enqueue(batchIds),
    async startWorker(handler, settings = {}) {
      const connection = connectQueue(store, 'worker', onError);
      const worker = await startBatchWorker({ db, name, connection, log, onError, handler, settings });
      parts.push(worker);
      return worker;
    },
    startSweeper(settings = {}) {
      const sweeper = startSweeper({ db, queue: producer.queue, enqueuer, clock, log, settings });
      parts.push({ close: () => sweeper.stop() });
      return sweeper;
    },
    stats: () => readStats(db, producer.queue, clock),
    async close() {
      for (const part of parts.splice(0).reverse()) await part.close();
      await producer.close();
    },
  };
}

/** A connection that is away reports many times a second; one line every ten seconds is enough. */
function quietly(log: Logger): (error: Error) => void {
  let mutedUntil = 0;
  return (error) => {
    const now = performance.now();
    if (now < mutedUntil) return;
    mutedUntil = now + 10_000;
    log.warn('the work queue has trouble', { reason: error.message });
  };
}
