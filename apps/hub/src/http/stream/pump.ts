import type { Caller } from '../../auth/index.js';
import type { EventRow } from '../../events/index.js';
import type { FeedEvent } from '../../feed/index.js';
import type { HubServices } from '../services.js';
import { type EventView, eventView } from '../views/event.js';

/** The one who listens, whatever the line. */
export interface Listener {
  event(view: EventView): void;
  /** Everything up to this cursor was sent or is not for this listener. */
  heartbeat(cursor: string): void;
  /** Resolves when there is room again; false when the listener took nothing for too long. */
  room(): Promise<boolean>;
}

export interface StreamFilter {
  readonly deviceId?: string;
  readonly personId?: string;
  readonly verdict?: EventRow['verdict'];
}

export type StreamEnd = 'gone' | 'slow' | 'key-refused' | 'failed';

export const HEARTBEAT_MS = 15_000;
const PAGE_EVENTS = 200;

/**
 * Sends all events after `from` until the line is gone. The next rows are read only when the listener has taken the
 * ones before, so what is kept for it is bounded by one page, and whoever is cut off resumes from the last cursor.
 */
export async function pump(
  services: HubServices,
  listener: Listener,
  options: {
    readonly from: number;
    readonly filter: StreamFilter;
    readonly caller: Caller;
    readonly signal: AbortSignal;
  },
): Promise<StreamEnd> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  let cursor = options.from;
  let end: StreamEnd = 'gone';
  const beat = async (): Promise<void> => {
    try {
      await services.authenticator.byKeyId(options.caller.keyId);
      listener.heartbeat(String(cursor));
    } catch (error) {
      // A database that is away proves nothing about the key.
      if ((error as { code?: string }).code !== 'AUTH_KEY_REFUSED') return;
      end = 'key-refused';
      ending.abort();
    }
  };
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  const send = async (events: readonly FeedEvent[]): Promise<void> => {
    for (const row of await services.eventNames.complete(events)) {
      if (wanted(row, options.filter)) listener.event(eventView(row));
      cursor = row.position;
    }
    if (await listener.room()) return;
    end = 'slow';
    ending.abort();
  };
  try {
    await services.feed.subscribe(cursor, send, { signal, limit: PAGE_EVENTS });
    return end;
  } catch (error) {
    services.log.warn({ err: error }, 'a live stream ended; the client resumes from its cursor');
    return 'failed';
  } finally {
    clearInterval(timer);
  }
}

function wanted(row: EventRow, filter: StreamFilter): boolean {
  return (
    (filter.deviceId === undefined || row.deviceId === filter.deviceId) &&
    (filter.personId === undefined || row.personId === filter.personId) &&
    (filter.verdict === undefined || row.verdict === filter.verdict)
  );
}
