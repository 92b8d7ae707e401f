import { isHadirError } from '@hadir/sdk';
import { faceError } from '../errors.js';
import { multipartReader } from '../wire/multipart.js';
import { boundaryOf } from '../wire/part-head.js';
import type { HttpClient } from './http-client.js';

/** What a terminal tells over the open line, and to whom. */
export interface EventStreamListener<Event> {
  readonly idleMs: number;
  /** The line is open: from now on nothing is missed. */
  readonly onOpen: () => void;
  readonly onTraffic: () => void;
  readonly onEvents: (events: readonly Event[]) => Promise<void>;
  readonly onUnreadable: (error: Error) => void;
}

/** Where a vendor's terminals hold their endless multipart answer, and how its parts are read. */
export interface EventStreamSource<Event> {
  readonly api: { readonly address: string; readonly client: HttpClient };
  readonly path: string;
  readonly query?: string;
  /** The events of one part; none for a heartbeat. @throws HadirError when it cannot be read */
  readonly read: (body: Buffer) => readonly Event[];
}

/**
 * Holds the line open until the signal aborts. Each piece is worked off before the next is read: that is the
 * backpressure on the terminal.
 * @throws as `HttpClient.open`, FACE_TERMINAL_UNSUPPORTED, FACE_TERMINAL_LINE_CUT when the terminal ends it
 */
export async function eventStream<Event>(
  source: EventStreamSource<Event>,
  listener: EventStreamListener<Event>,
  signal: AbortSignal,
): Promise<void> {
  const { path, query = '', read } = source;
  const { address, client } = source.api;
  const stream = await client.open(`${path}${query}`, { signal, idleMs: listener.idleMs });
  try {
    const boundary = boundaryOf(stream.contentType);
    if (stream.status !== 200 || boundary === null) {
      if (stream.status >= 500)
        throw faceError('FACE_TERMINAL_UNREACHABLE', { address, reason: `HTTP ${stream.status}` });
      throw faceError('FACE_TERMINAL_UNSUPPORTED', { address, path });
    }
    listener.onOpen();
    const reader = multipartReader(boundary);
    for await (const piece of stream.pieces) {
      listener.onTraffic();
      const events = reader.push(piece).flatMap(({ body }) => eventsOf(body));
      if (events.length > 0) await listener.onEvents(events);
    }
  } finally {
    stream.close();
  }
  if (!signal.aborted) throw faceError('FACE_TERMINAL_LINE_CUT', { address });

  function eventsOf(body: Buffer | null): readonly Event[] {
    if (body === null || body.length === 0) return [];
    try {
      return read(body);
    } catch (error) {
      if (!isHadirError(error)) throw error;
      listener.onUnreadable(error);
      return [];
    }
  }
}
