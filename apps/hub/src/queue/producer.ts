import { setTimeout as sleep } from 'node:timers/promises';
import { type JobsOptions, Queue } from 'bullmq';
import { connectQueue, type QueueStore } from './backend.js';
import { queueError } from './errors.js';

/** What a job carries. The journal has the rest. */
export interface BatchJob {
  readonly batchId: number;
}

export type JobQueue = Queue<BatchJob>;

/** Tries of one job before the sweeper has to bring it again. */
const TRIES = 5;

const JOB_OPTIONS: JobsOptions = {
  attempts: TRIES,
  backoff: { type: 'exponential', delay: 500 },
  // Nothing is kept: a job with the same id that lies about would keep the batch from being queued again.
  removeOnComplete: true,
  removeOnFail: true,
};

export interface Producer {
  readonly queue: JobQueue;
  close(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 5000;

export async function openQueue(store: QueueStore, name: string, onError: (error: Error) => void): Promise<Producer> {
  const until = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const connection = connectQueue(store, 'producer', onError);
    const queue: JobQueue = new Queue<BatchJob>(name, { connection: connection.connection }, connection.factory);
    queue.on('error', onError);
    const close = async (): Promise<void> => {
      // BullMQ waits for an answer that a queue which is away never gives.
      await Promise.race([queue.close().catch(onError), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
      await connection.close();
    };
    if (store.kind === 'redis') {
      void queue.waitUntilReady().catch(onError);
      return { queue, close };
    }
    try {
      // BullMQ remembers a first connection that failed for ever, so a failed queue is thrown away.
      await queue.waitUntilReady();
      return { queue, close };
    } catch (error) {
      await close();
      if (performance.now() > until) {
        throw queueError(
          'QUEUE_UNAVAILABLE',
          { reason: error instanceof Error ? error.message : String(error) },
          error,
        );
      }
      await sleep(500);
    }
  }
}

export interface Enqueuer {
  enqueue(batchIds: readonly number[]): Promise<void>;
  /** Like `enqueue`, yet waits and says whether it came through. */
  enqueueNow(batchIds: readonly number[]): Promise<boolean>;
}

/** More than this waiting to be queued means that the queue is away; the sweeper will find the rest. */
const MAX_PENDING = 5000;

/** On PostgreSQL, BullMQ's bulk call makes two temporary tables, which costs as much as several single calls. */
const FEW = 4;

/** Queues what is asked for in one call while the call before is under way, so that a rush costs few calls. */
export function createEnqueuer(queue: JobQueue, onError: (error: Error) => void): Enqueuer {
  let pending: number[] = [];
  let running: Promise<void> | null = null;

  // BullMQ takes no number as an id. The same id makes queueing twice harmless; nothing depends on it.
  const toJob = (batchId: number) => ({
    name: 'batch',
    data: { batchId },
    opts: { ...JOB_OPTIONS, jobId: `batch-${batchId}` },
  });

  async function enqueueNow(batchIds: readonly number[]): Promise<boolean> {
    const jobs = batchIds.map(toJob);
    try {
      if (jobs.length > FEW) await queue.addBulk(jobs);
      else for (const { name, data, opts } of jobs) await queue.add(name, data, opts);
      return true;
    } catch (error) {
      onError(error instanceof Error ? error : new TypeError(String(error)));
      return false;
    }
  }

  async function drain(): Promise<void> {
    while (pending.length > 0) {
      const ids = pending;
      pending = [];
      if (!(await enqueueNow(ids))) pending = [];
    }
  }

  return {
    enqueueNow,
    enqueue(batchIds) {
      if (pending.length + batchIds.length <= MAX_PENDING) pending.push(...batchIds);
      running ??= drain().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
