import { isHadirError } from '@hadir/core';
import type { HubLog } from '../observability/index.js';
import { isStoreAway } from '../store/index.js';

/**
 * Writes notes (issues, inbox entries, device facts) beside the work that made them: nobody waits, and while the
 * database is away they wait here. Of notes with the same name only the last counts, so a device that repeats itself a
 * thousand times a second costs one write at a time.
 */
export interface Notebook {
  note(name: string, write: () => Promise<unknown>): void;
  /** Resolves when all notes are written, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

const RETRY_MS = 2_000;
const MAX_NOTES = 5_000;

export function createNotebook(log: HubLog): Notebook {
  const notes = new Map<string, () => Promise<unknown>>();
  let running: Promise<void> | null = null;
  let dropped = 0;
  const stopping = new AbortController();

  const run = async (): Promise<void> => {
    for (;;) {
      const first = notes.entries().next().value;
      if (!first) return;
      const [name, write] = first;
      notes.delete(name);
      try {
        await write();
      } catch (error) {
        if (!isStoreAway(error)) {
          log.error(
            { err: error, note: name, code: isHadirError(error) ? error.code : undefined },
            'a note was not written',
          );
        } else {
          // A newer note of the same name wins over the one that failed.
          if (!notes.has(name)) notes.set(name, write);
          if (stopping.signal.aborted) return;
          await pause(RETRY_MS, stopping.signal);
        }
      }
    }
  };

  const start = (): void => {
    running ??= run().finally(() => {
      running = null;
      if (notes.size > 0 && !stopping.signal.aborted) start();
    });
  };

  return {
    note(name, write) {
      if (notes.size >= MAX_NOTES && !notes.has(name)) {
        dropped += 1;
        if (dropped % 1000 === 1) log.warn({ dropped }, 'too many notes wait for the database; new ones are dropped');
        return;
      }
      notes.set(name, write);
      start();
    },
    async stop(withinMs) {
      const late = setTimeout(() => stopping.abort(), withinMs);
      while (running && !stopping.signal.aborted) await Promise.race([running, aborted(stopping.signal)]);
      clearTimeout(late);
      stopping.abort();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
