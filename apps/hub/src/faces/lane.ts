import { isHadirError } from '@hadir/core';
import type { HubLog } from '../observability/index.js';

/** Work that is done again and again, one round at a time. */
export interface Lane {
  /** Begins a round now, or another one after that which is under way. */
  kick(): void;
  /** Resolves when the round under way is over; no other begins. */
  stop(): Promise<void>;
}

/** Each step of a round is tried whatever became of the one before it. */
export function startLane(
  everyMs: number,
  steps: readonly (() => Promise<unknown>)[],
  { log, signal }: { readonly log: HubLog; readonly signal: AbortSignal },
): Lane {
  let round: Promise<void> | null = null;
  let again = false;

  const walk = async (): Promise<void> => {
    for (const step of steps) {
      if (signal.aborted) return;
      try {
        await step();
      } catch (error) {
        const code = isHadirError(error) ? error.code : undefined;
        if (!signal.aborted) log.warn({ code, err: error }, 'work on faces stopped halfway; trying again');
      }
    }
  };
  const kick = (): void => {
    if (signal.aborted) return;
    again = true;
    if (round !== null) return;
    again = false;
    round = walk().finally(() => {
      round = null;
      if (again) kick();
    });
  };
  const timer = setInterval(kick, everyMs);
  kick();
  return {
    kick,
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
