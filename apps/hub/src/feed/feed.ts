import type { Logger } from '@hadir/sdk';
import { type Database, toStoreError } from '../store/index.js';
import { FEED_COLUMNS, type FeedEvent, type FeedRow, feedEvent } from './feed-event.js';
import { FEED_CHANNEL, listen } from './listener.js';
import { createTail } from './tail.js';
import { createWakeup } from './wakeup.js';

export interface SubscribeOptions {
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** Events at most for each call. */
  readonly limit?: number;
}

/**
 * Attendance events as they come to be and change, in one order for everybody. A reader keeps the last position it
 * worked off and goes on from there, days later if need be: nothing between is skipped. An event that changes while a
 * reader is away is seen once, in its latest revision.
 *
 * Left out: filters, rights, formats.
 */
export interface Feed {
  /** Position of the newest event, 0 when there is none. */
  head(): Promise<number>;
  /** At most `limit` events after the position, in order. */
  read(after: number, limit: number): Promise<readonly FeedEvent[]>;
  /**
   * Calls `onEvents` with every event after the position, waiting for each call before the next. Goes on through a
   * database that is away. Resolves when the signal aborts; rejects with what `onEvents` throws.
   */
  subscribe(
    after: number | 'now',
    onEvents: (events: readonly FeedEvent[]) => Promise<void> | void,
    options: SubscribeOptions,
  ): Promise<void>;
  close(): Promise<void>;
}

const DEFAULT_LIMIT = 500;
/** Looks by itself this often, should a notification be lost to something nobody thought of. */
const FALLBACK_POLL_MS = 5000;
const AWAY_POLL_MS = 500;

export function createFeed(db: Database, options: { readonly log?: Logger } = {}): Feed {
  const closing = new AbortController();
  const wakeup = createWakeup();

  async function read(after: number, limit: number): Promise<readonly FeedEvent[]> {
    try {
      const { rows } = await db.pool.query<FeedRow>({
        name: 'feed-read',
        text: `select ${FEED_COLUMNS} from attendance_event where position > $1 order by position limit $2`,
        values: [after, limit],
      });
      return rows.map(feedEvent);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  async function head(): Promise<number> {
    try {
      const { rows } = await db.pool.query<{ head: number | null }>(
        'select max(position) as head from attendance_event',
      );
      return rows[0]?.head ?? 0;
    } catch (error) {
      throw toStoreError(error);
    }
  }

  const tail = createTail({ read, head });
  const listener = listen(db.url, FEED_CHANNEL, () => {
    void tail.refresh().then(wakeup.wake, (error: unknown) => {
      options.log?.debug('the change feed waits for the database', { reason: String(error) });
      wakeup.wake();
    });
  });

  return {
    head,
    read,
    async subscribe(after, onEvents, { signal: given, limit = DEFAULT_LIMIT }) {
      const signal = AbortSignal.any([given, closing.signal]);
      let cursor = after === 'now' ? null : after;
      while (!signal.aborted) {
        const seen = wakeup.count();
        cursor ??= await head().catch(() => null);
        const events =
          cursor === null ? null : (tail.after(cursor, limit) ?? (await read(cursor, limit).catch(() => null)));
        if (signal.aborted) return;
        const last = events?.at(-1);
        if (last !== undefined) {
          await onEvents(events ?? []);
          cursor = last.position;
          continue;
        }
        const woken = await wakeup.wait(seen, events === null ? AWAY_POLL_MS : FALLBACK_POLL_MS, signal);
        if (!woken) await tail.refresh().catch(() => undefined);
      }
    },
    async close() {
      closing.abort();
      await listener.close();
    },
  };
}
