import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clientConfig } from '../store/index.js';

/** NOTIFY channel of new or changed events. The payload is empty: who is woken looks for himself. */
export const FEED_CHANNEL = 'hadir_feed';

export interface Listener {
  close(): Promise<void>;
}

const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 5000;

/**
 * Holds one connection that listens, and makes another whenever it breaks. `onWake` is called for every notification and
 * after every (re)connection, because what was notified in between is lost.
 */
export function listen(url: string, channel: string, onWake: () => void): Listener {
  const closing = new AbortController();
  const done = run();

  async function run(): Promise<void> {
    let backOffMs = FIRST_BACK_OFF_MS;
    while (!closing.signal.aborted) {
      const listened = await listenOnce();
      backOffMs = listened ? FIRST_BACK_OFF_MS : Math.min(backOffMs * 2, MAX_BACK_OFF_MS);
      await sleep(backOffMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  /** @returns whether it ever listened */
  async function listenOnce(): Promise<boolean> {
    const client = new pg.Client(clientConfig(url, 'hadir feed'));
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      closing.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', onWake);
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      onWake();
      await ended;
      return true;
    } catch {
      return false;
    } finally {
      // A connection that broke may never answer the farewell.
      await Promise.race([client.end().catch(() => undefined), sleep(1000, undefined, { ref: false })]);
    }
  }

  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}
