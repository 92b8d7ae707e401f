import type { Logger } from '@hadir/sdk';
import { isStoreAway } from '../store/index.js';
import type { VisitContext } from './context.js';
import { markFromFeed, markStray } from './marks.js';
import { type Pace, recomputeDue } from './recompute.js';

const TICK_MS = 1000;
const STRAY_EVERY_MS = 60_000;

/**
 * Keeps visits as the facts are: marks what came, computes what is due. May run in any number of hubs.
 * @returns how to stop it
 */
export function startVisitEngine(options: {
  readonly context: VisitContext;
  readonly log: Logger;
  readonly tickMs?: number;
}): () => Promise<void> {
  const { context, log } = options;
  const stopping = new AbortController();
  const pace: Pace = new Map();
  let nextStrayMs = 0;

  async function tick(): Promise<void> {
    while (!stopping.signal.aborted && (await markFromFeed(context)) > 0);
    if (context.clock.now() >= nextStrayMs) {
      nextStrayMs = context.clock.now() + STRAY_EVERY_MS;
      await markStray(context);
    }
    await recomputeDue(context, pace, stopping.signal);
  }

  let running: Promise<void> = Promise.resolve();
  const loop = (): void => {
    if (stopping.signal.aborted) return;
    running = tick()
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        const level = isStoreAway(error) ? 'debug' : 'warn';
        log[level]('visits wait', { reason: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => {
        timer = setTimeout(loop, options.tickMs ?? TICK_MS);
        timer.unref();
        if (stopping.signal.aborted) clearTimeout(timer);
      });
  };
  let timer: NodeJS.Timeout = setTimeout(loop, 0);
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await running;
  };
}
