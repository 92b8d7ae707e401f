import type { Logger } from '@hadir/sdk';
import type { TaskQueue } from '../../queue/index.js';
import { isStoreAway } from '../../store/index.js';
import { type ResultContext, today } from '../context.js';
import { markBegun, markDue } from './day-clock.js';
import { FEED_PAGE, markFromFeed } from './marker.js';
import { createRecompute } from './recompute.js';

const TICK_MS = 1000;
const DUE_EVERY_MS = 15_000;
const BEGUN_EVERY_MS = 10 * 60_000;

export interface ResultEngineOptions {
  readonly context: ResultContext;
  readonly queue: TaskQueue;
  readonly log: Logger;
  /** Until when devices were read, as far as this hub knows. */
  readonly noteReads: () => Promise<void>;
  readonly tickMs?: number;
}

/** Computes marked days until none is left. */
export function resultWork(context: ResultContext): (signal: AbortSignal) => Promise<void> {
  const recompute = createRecompute(context);
  return async (signal) => {
    while (!signal.aborted) {
      const { days } = await recompute(signal);
      if (days === 0) return;
    }
  };
}

/**
 * Keeps days marked as time passes and scans arrive, and wakes the workers. May run in any number of hubs.
 * @returns how to stop it
 */
export function startResultEngine(options: ResultEngineOptions): () => Promise<void> {
  const { context, queue, log } = options;
  let nextDueMs = 0;
  let nextBegunMs = 0;
  let knownDay = '';
  let stopped = false;

  async function tick(): Promise<void> {
    const nowMs = context.clock.now();
    while (!stopped && (await markFromFeed(context)) >= FEED_PAGE);
    if (nowMs >= nextDueMs) {
      nextDueMs = nowMs + DUE_EVERY_MS;
      await options.noteReads();
      await markDue(context);
    }
    const day = today(context);
    if (nowMs >= nextBegunMs || day !== knownDay) {
      await markBegun(context, knownDay === '' ? undefined : 1);
      nextBegunMs = nowMs + BEGUN_EVERY_MS;
      knownDay = day;
    }
    const { rows } = await context.database.pool.query('select 1 from result_outbox limit 1');
    if (rows.length > 0) await queue.wake();
  }

  let running: Promise<void> = Promise.resolve();
  const loop = (): void => {
    if (stopped) return;
    running = tick()
      .catch((error: unknown) => {
        const level = isStoreAway(error) ? 'debug' : 'warn';
        log[level]('attendance results wait', { reason: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => {
        timer = setTimeout(loop, options.tickMs ?? TICK_MS);
        timer.unref();
        if (stopped) clearTimeout(timer);
      });
  };
  let timer: NodeJS.Timeout = setTimeout(loop, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
