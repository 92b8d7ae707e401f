import { type Clock, instant } from '@hadir/core';
import { createFeed, type Feed, type FeedEvent } from '../../src/feed/index.js';
import { createJournal, type Journal } from '../../src/journal/index.js';
import { createNormaliser } from '../../src/normalise/index.js';
import { type BatchHandler, type BatchQueue, createBatchQueue } from '../../src/queue/index.js';
import type { TestDatabase } from './database.js';
import { memoryLogger } from './logger.js';

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** Journal, queue, normaliser and feed put together as the hub does. */
export interface World {
  readonly db: TestDatabase;
  readonly journal: Journal;
  readonly queue: BatchQueue;
  readonly queueName: string;
  readonly feed: Feed;
  startWorker(wrap?: (handler: BatchHandler) => BatchHandler): Promise<void>;
  /** All events, in the order of the feed. */
  events(): Promise<readonly FeedEvent[]>;
  openBatches(): Promise<number>;
  close(): Promise<void>;
}

export async function createWorld(db: TestDatabase, redisUrl: string | null, name: string): Promise<World> {
  const log = memoryLogger();
  const queue = await createBatchQueue({ db, redisUrl, clock: systemClock, log, name });
  const journal = createJournal(db, {
    clock: systemClock,
    onAppended: (ids) => {
      void queue.enqueue(ids);
    },
  });
  const feed = createFeed(db);
  const normaliser = createNormaliser({ db });
  return {
    db,
    journal,
    queue,
    queueName: name,
    feed,
    async startWorker(wrap = (handler) => handler) {
      await queue.startWorker(wrap(normaliser), { concurrency: 2 });
      queue.startSweeper({ intervalMs: 500, graceMs: 500 });
    },
    async events() {
      const all: FeedEvent[] = [];
      for (;;) {
        const page = await feed.read(all.at(-1)?.position ?? 0, 5000);
        if (page.length === 0) return all;
        all.push(...page);
      }
    },
    async openBatches() {
      return (await queue.stats()).openBatches;
    },
    async close() {
      await journal.close();
      await queue.close();
      await feed.close();
      await db.drop();
    },
  };
}
