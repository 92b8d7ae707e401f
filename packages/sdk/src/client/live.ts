import { isHadirError, type Verdict } from '@hadir/core';
import { clientError } from './errors.js';
import { createStreamParser, type StreamMessage } from './event-stream.js';
import type { Connection } from './options.js';
import { LIVE_STREAM } from './paths.js';
import { type Query, refusal, send } from './request.js';
import type { EventView } from './views/event.js';

export interface LiveOptions {
  /** Cursor of the last event that was dealt with; everything after it comes, then what happens. Without it: from now on. */
  readonly after?: string;
  readonly deviceId?: string;
  readonly personId?: string;
  readonly verdict?: Verdict;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
  /** Told at every change of the line, for a lamp on a screen. Must not throw. */
  onLine?(line: LiveLine): void;
}

export type LiveLine =
  | { readonly state: 'open'; readonly cursor: string }
  | { readonly state: 'waiting'; readonly retryInMs: number; readonly error: unknown };

/** The hub sends a heartbeat every 15 s; a line that is silent for three of them is dead, whatever TCP thinks. */
const SILENCE_MS = 45_000;
const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 30_000;

/**
 * Attendance events as they happen, without gaps and without doubles: when the line breaks it is opened again, with
 * growing pauses, after the cursor of the last event that was handed out. Keep `event.cursor` to go on after a restart.
 *
 * The next event is read only when the one before was taken, so a slow reader is not buried; the hub may cut it off, and then it
 * resumes too. An event whose derived part changed (its person) comes again with a higher `revision`.
 * @throws HubProblem when the hub refuses for good (key, scope, cursor)
 */
export async function* live(connection: Connection, options: LiveOptions = {}): AsyncGenerator<EventView, void, void> {
  const stop = options.signal ?? new AbortController().signal;
  let cursor = options.after;
  let failures = 0;
  while (!stop.aborted) {
    try {
      for await (const message of messages(connection, queryOf(options, cursor), stop)) {
        failures = 0;
        const data = parseData(message);
        if (message.event === 'attendance') yield data as unknown as EventView;
        cursor = data.cursor;
        if (message.event === 'hello') options.onLine?.({ state: 'open', cursor });
      }
      if (stop.aborted) return;
      throw clientError('CLIENT_UNREACHABLE', { origin: connection.base.origin });
    } catch (error) {
      if (stop.aborted) return;
      if (isHadirError(error) && !error.retryable) throw error;
      const retryInMs = pauseAfter(failures);
      failures += 1;
      options.onLine?.({ state: 'waiting', retryInMs, error });
      await pause(retryInMs, stop);
    }
  }
}

function queryOf({ deviceId, personId, verdict }: LiveOptions, after: string | undefined): Query {
  return { after, deviceId, personId, verdict };
}

/** Half of the pause is fixed, half is chance, so that many clients do not come back at the same moment. */
function pauseAfter(failures: number): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** failures);
  return Math.round(full / 2 + Math.random() * (full / 2));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** The messages of one connection, until it ends. */
async function* messages(connection: Connection, query: Query, stop: AbortSignal): AsyncGenerator<StreamMessage> {
  const dead = new AbortController();
  const signal = AbortSignal.any([stop, dead.signal]);
  /** Bounds a wait for the other side; not the time that the reader of the events takes. */
  const within = async <Value>(wait: Promise<Value>): Promise<Value> => {
    const timer = setTimeout(() => dead.abort(), SILENCE_MS);
    try {
      return await wait;
    } catch (cause) {
      throw clientError('CLIENT_UNREACHABLE', { origin: connection.base.origin }, cause);
    } finally {
      clearTimeout(timer);
    }
  };
  const response = await within(
    send(connection, 'GET', LIVE_STREAM, { query, headers: { accept: 'text/event-stream' } }, signal),
  );
  const where = { method: 'GET', path: LIVE_STREAM };
  if (!response.ok) throw refusal(connection, response.status, await within(response.text()), where);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || response.body === null) {
    dead.abort();
    throw clientError('CLIENT_ANSWER_UNEXPECTED', { ...where, reason: 'not an event stream' });
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parse = createStreamParser();
  try {
    for (;;) {
      const { done, value } = await within(reader.read());
      if (done) return;
      yield* parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    dead.abort();
    await reader.cancel().catch(() => undefined);
  }
}

function parseData(message: StreamMessage): { readonly cursor: string } {
  try {
    const data = JSON.parse(message.data) as { cursor?: unknown };
    if (typeof data?.cursor === 'string') return data as { cursor: string };
  } catch {
    // Told below.
  }
  throw clientError('CLIENT_ANSWER_UNEXPECTED', {
    method: 'GET',
    path: LIVE_STREAM,
    reason: 'message without a cursor',
  });
}
