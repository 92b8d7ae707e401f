import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@hadir/sdk';
import { Queue, Worker } from 'bullmq';
import type { Database } from '../store/index.js';
import { connectQueue, type QueueStore } from './backend.js';

export interface TaskQueueOptions {
  readonly db: Database;
  readonly redisUrl?: string | null;
  readonly log: Logger;
  /** Name of the queue, apart from that of the batches. */
  readonly name: string;
}

/**
 * Wakes workers for work that a table of the hub keeps account of. A job says nothing but "there is something to do";
 * the table says what. A job that is lost is brought again by whoever looks at the table; one that comes twice finds
 * nothing to do.
 */
export interface TaskQueue {
  /** Never rejects; while the queue is away nothing is queued. */
  wake(): Promise<void>;
  /** @param work does what there is to do, any number of times. */
  startWorker(work: (signal: AbortSignal) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

const JOB = 'work';
const LOCK_MS = 30_000;
const CLOSE_TIMEOUT_MS = 10_000;

/** @throws what the first connection to PostgreSQL rejects with; Redis may come later. */
export async function createTaskQueue({ db, redisUrl, log, name }: TaskQueueOptions): Promise<TaskQueue> {
  const store: QueueStore =
    redisUrl === undefined || redisUrl === null
      ? { kind: 'postgres', databaseUrl: db.url }
      : { kind: 'redis', redisUrl };
  const onError = (error: Error): void => log.debug('a task queue has trouble', { name, reason: error.message });
  const producer = connectQueue(store, 'producer', onError);
  const queue = new Queue(name, { connection: producer.connection }, producer.factory);
  queue.on('error', onError);
  if (producer.waitsForReady) await queue.waitUntilReady();
  const closers: (() => Promise<void>)[] = [];

  return {
    async wake() {
      // One job at a time: the same id again while it lies there or runs is refused by the queue.
      await queue.add(JOB, {}, { jobId: JOB, removeOnComplete: true, removeOnFail: true }).catch(onError);
    },
    async startWorker(work) {
      const stopping = new AbortController();
      const consumer = connectQueue(store, 'worker', onError);
      const worker = new Worker(
        name,
        async () => {
          await work(stopping.signal);
        },
        { connection: consumer.connection, concurrency: 1, lockDuration: LOCK_MS, runRetryDelay: 500 },
        consumer.factory,
      );
      worker.on('error', onError);
      worker.on('failed', (_, error) =>
        log.warn('a task failed; it will be tried again', { name, reason: error.message }),
      );
      if (consumer.waitsForReady) await worker.waitUntilReady();
      closers.push(async () => {
        stopping.abort();
        await Promise.race([worker.close().catch(onError), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
        await consumer.close();
      });
    },
    async close() {
      for (const close of closers.splice(0)) await close();
      await Promise.race([queue.close().catch(onError), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
      await producer.close();
    },
  };
}
