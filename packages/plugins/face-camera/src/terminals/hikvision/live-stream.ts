import { isHadirError } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import { type HikEvent, readHikMessage } from '../../wire/hik-event.js';
import { multipartReader } from '../../wire/multipart.js';
import { boundaryOf } from '../../wire/part-head.js';
import type { HikApi } from './api.js';

const PATH = '/ISAPI/Event/notification/alertStream';

export interface LiveStreamOptions {
  readonly api: HikApi;
  readonly idleMs: number;
  /** The line is open: from now on nothing is missed. */
  readonly onOpen: () => void;
  readonly onTraffic: () => void;
  readonly onEvents: (events: readonly HikEvent[]) => Promise<void>;
  readonly onUnreadable: (error: Error) => void;
}

/**
 * Holds alertStream open until the signal aborts. Each piece is worked off before the next is read: that is the
 * backpressure on the terminal.
 * @throws as `HttpClient.open`, FACE_TERMINAL_UNSUPPORTED, FACE_TERMINAL_LINE_CUT when the terminal ends it
 */
export async function liveStream(options: LiveStreamOptions, signal: AbortSignal): Promise<void> {
  const { api, idleMs } = options;
  const { address } = api;
  const stream = await api.client.open(PATH, { signal, idleMs });
  try {
    const boundary = boundaryOf(stream.contentType);
    if (stream.status !== 200 || boundary === null) {
      if (stream.status >= 500)
        throw faceError('FACE_TERMINAL_UNREACHABLE', { address, reason: `HTTP ${stream.status}` });
      throw faceError('FACE_TERMINAL_UNSUPPORTED', { address, path: PATH });
    }
    options.onOpen();
    const reader = multipartReader(boundary);
    for await (const piece of stream.pieces) {
      options.onTraffic();
      const events = reader.push(piece).flatMap(({ body }) => eventOf(body));
      if (events.length > 0) await options.onEvents(events);
    }
  } finally {
    stream.close();
  }
  if (!signal.aborted) throw faceError('FACE_TERMINAL_LINE_CUT', { address });

  function eventOf(body: Buffer | null): readonly HikEvent[] {
    if (body === null || body.length === 0) return [];
    try {
      const message = readHikMessage(body);
      return message.kind === 'access' ? [message] : [];
    } catch (error) {
      if (!isHadirError(error)) throw error;
      options.onUnreadable(error);
      return [];
    }
  }
}
