import type { HadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { COMMAND, REPLY } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import { type AskOptions, type Progress, progressDetails } from './ask.js';
import type { Connection, ConnectionEnd, ConnectionListener } from './connection.js';
import { createExchange, type Exchange, type OpenExchange } from './exchange.js';

export interface LineCounters {
  /** Answers to requests that had been given up. */
  readonly lateFrames: number;
  /** Damaged datagrams. */
  readonly discardedDatagrams: number;
  readonly events: number;
}

/**
 * Requests and answers on one connection: gives reply ids, matches answers to the one request that is outstanding, drops
 * late ones, acknowledges events. Who may ask when is decided by the session.
 */
export interface Line {
  readonly connection: Connection;
  /** Goes into every request; 0 until the terminal has given one. */
  sessionId: number;
  readonly counters: LineCounters;
  /** When bytes last came, by `performance.now()`. */
  readonly lastActivityMs: number;
  /** Sends a request. Its exchange must be ended before the next request. */
  ask(command: number, data: Uint8Array | undefined, options: AskOptions): Exchange;
  /**
   * The last words: ends the exchange under way, refuses every later `ask`, and sends these commands one after the other
   * until one is not answered within `timeoutMs`. Never rejects.
   */
  leave(commands: readonly (readonly [number, Uint8Array | undefined])[], timeoutMs: number): Promise<void>;
}

export interface LineListener {
  event(frame: Frame): void;
  ended(end: ConnectionEnd): void;
}

/** pyzk never uses 65535 as a reply id; neither do we. */
const REPLY_IDS = 65_535;
/** When more than this waits to be consumed the terminal is slowed down. */
const PAUSE_ABOVE_BYTES = 4 * 1024 * 1024;
const RESUME_BELOW_BYTES = 1024 * 1024;

/** @param connect opens the connection with the listener it is given. */
export async function openLine(
  connect: (listener: ConnectionListener) => Promise<Connection>,
  listener: LineListener,
): Promise<Line> {
  let connection: Connection | null = null;
  let nextReply = 0;
  let current: OpenExchange | null = null;
  let over: ConnectionEnd | null = null;
  let paused = false;
  let leaving = false;
  const counters = { lateFrames: 0, discardedDatagrams: 0, events: 0 };
  const state = { sessionId: 0, lastActivityMs: performance.now() };

  function onFrame(frame: Frame): void {
    if (frame.command === COMMAND.REG_EVENT) {
      counters.events++;
      // Acknowledged with reply id 0 and our own session id (pyzk and adrobinoga/zk-protocol agree).
      connection?.send({ command: REPLY.OK, session: state.sessionId, reply: 0 });
      listener.event(frame);
      return;
    }
    if (current === null || current.reply !== frame.reply) {
      counters.lateFrames++;
      return;
    }
    current.take(frame);
    if (!paused && current.waitingBytes > PAUSE_ABOVE_BYTES) {
      paused = true;
      connection?.pause();
    }
  }

  function onConsumed(waitingBytes: number): void {
    if (paused && waitingBytes < RESUME_BELOW_BYTES) {
      paused = false;
      connection?.resume();
    }
  }

  connection = await connect({
    frame: onFrame,
    activity() {
      state.lastActivityMs = performance.now();
      current?.activity();
    },
    discarded() {
      counters.discardedDatagrams++;
    },
    ended(end) {
      over = end;
      current?.fail(endError(end, current.operation, current.progress()));
      listener.ended(end);
    },
  });
  const opened = connection;

  function start(options: AskOptions): OpenExchange {
    const reply = nextReply;
    nextReply = (nextReply + 1) % REPLY_IDS;
    return createExchange(reply, options, onConsumed, (ended) => {
      if (current === ended) current = null;
      onConsumed(0);
    });
  }

  function send(exchange: OpenExchange, command: number, data: Uint8Array | undefined): void {
    current?.end();
    current = exchange;
    opened.send({ command, session: state.sessionId, reply: exchange.reply, data });
  }

  return {
    connection: opened,
    counters,
    get sessionId() {
      return state.sessionId;
    },
    set sessionId(value) {
      state.sessionId = value;
    },
    get lastActivityMs() {
      return state.lastActivityMs;
    },
    ask(command, data, options) {
      const exchange = start(options);
      if (over !== null) exchange.fail(endError(over, options.operation, exchange.progress()));
      else if (leaving) exchange.fail(endError({ kind: 'closed' }, options.operation, exchange.progress()));
      else send(exchange, command, data);
      return exchange;
    },
    async leave(commands, timeoutMs) {
      leaving = true;
      current?.fail(endError({ kind: 'closed' }, current.operation, current.progress()));
      for (const [command, data] of commands) {
        if (over !== null) return;
        const exchange = start({ operation: 'leave', idleTimeoutMs: timeoutMs });
        send(exchange, command, data);
        const answer = await exchange.nextWithin(timeoutMs).catch(() => null);
        exchange.end();
        if (answer === null) return;
      }
    },
  };
}

/** The error with which an operation under way ends when its connection does. */
export function endError(end: ConnectionEnd, operation: string, progress: Progress): HadirError {
  switch (end.kind) {
    case 'protocol':
      return end.error;
    case 'line':
      return zkError('ZK_LINE_CUT', { operation, reason: end.reason, ...progressDetails(progress) });
    case 'closed':
      return zkError('ZK_SESSION_CLOSED', { operation, ...progressDetails(progress) });
  }
}
