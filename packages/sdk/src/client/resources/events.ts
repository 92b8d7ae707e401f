import type { Verdict } from '@hadir/core';
import { type LiveOptions, live } from '../live.js';
import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type { Time } from '../views/common.js';
import type { EventDecision, EventDetail, EventView, JournalHead, JournalReport, JournalRow } from '../views/event.js';

export interface EventFilter {
  readonly from?: Time;
  readonly to?: Time;
  readonly deviceId?: string;
  readonly personId?: string;
  /** The unit and everything below it. */
  readonly unitId?: string;
  readonly verdict?: Verdict;
  /** true: only those that wait for an officer who has not decided yet. */
  readonly waiting?: boolean;
  /** true: only numbers that belong to nobody. */
  readonly unmapped?: boolean;
}

export interface EventsClient {
  /** Newest first. */
  list(options?: PageOptions & EventFilter): Listing<EventView>;
  /** One event, why it says what it says, and the journal rows behind it. */
  get(id: string, signal?: AbortSignal): Promise<EventDetail>;
  /** Accepts or rejects what waits for an officer. Never changed afterwards; a later decision corrects an earlier one. */
  decide(
    id: string,
    decision: { readonly verdict: 'accepted' | 'rejected'; readonly reason: string },
    signal?: AbortSignal,
  ): Promise<readonly EventDecision[]>;
  /** Events in the order in which they came to be or changed, resuming without gaps. */
  live(options?: LiveOptions): AsyncGenerator<EventView, void, void>;
  /** For a WebSocket or EventSource that cannot send headers: valid for 30 seconds and once. */
  ticket(signal?: AbortSignal): Promise<{ readonly ticket: string; readonly expiresAt: Time }>;
}

export function eventsClient(connection: Connection): EventsClient {
  return {
    list: ({ limit, cursor, signal, ...filter } = {}) =>
      listing(
        connection,
        path('events'),
        { ...filter },
        {
          ...(limit === undefined ? {} : { limit }),
          ...(cursor === undefined ? {} : { cursor }),
          ...(signal === undefined ? {} : { signal }),
        },
      ),
    get: (id, signal) => request(connection, 'GET', path('events', id), { signal }),
    decide: async (id, body, signal) =>
      (
        await request<{ readonly decisions: readonly EventDecision[] }>(
          connection,
          'POST',
          path('events', id, 'decisions'),
          { body, signal },
        )
      ).decisions,
    live: (options) => live(connection, options),
    ticket: (signal) => request(connection, 'POST', path('stream', 'tickets'), { signal }),
  };
}

export interface JournalClient {
  /** Where the journal of each device stands. Print them somewhere else to prove later that nothing was cut off. */
  heads(signal?: AbortSignal): Promise<readonly JournalHead[]>;
  /** What a device said, oldest first, after position `after`. */
  rows(deviceId: string, options?: PageOptions & { readonly after?: number }): Listing<JournalRow>;
  /** Recomputes the hash chain of one device or of all. About a second for 100,000 rows. */
  verify(deviceId?: string, signal?: AbortSignal): Promise<JournalReport>;
}

export function journalClient(connection: Connection): JournalClient {
  return {
    heads: async (signal) =>
      (
        await request<{ readonly items: readonly JournalHead[] }>(connection, 'GET', path('journal', 'heads'), {
          signal,
        })
      ).items,
    rows: (deviceId, { after, ...page } = {}) => listing(connection, path('journal', deviceId), { after }, page),
    verify: (deviceId, signal) =>
      request(connection, 'POST', path('journal', 'verify'), {
        body: deviceId === undefined ? {} : { deviceId },
        signal,
      }),
  };
}
