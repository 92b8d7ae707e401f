import type { HadirError } from '@hadir/sdk';
import type { Frame, OutgoingFrame } from '../wire/frame.js';

export type StandaloneTransport = 'tcp' | 'udp';

/** Why a connection is no more. */
export type ConnectionEnd =
  /** Our own `close`. */
  | { readonly kind: 'closed' }
  /** The line broke or the other side closed it. */
  | { readonly kind: 'line'; readonly reason: string }
  /** What came was not this protocol, or damaged; nothing after it can be trusted. */
  | { readonly kind: 'protocol'; readonly error: HadirError };

/** Told synchronously, in the order in which things came. Must not throw. */
export interface ConnectionListener {
  frame(frame: Frame): void;
  /** Bytes came, whether or not they complete a frame: the other side is alive. */
  activity(): void;
  /** A datagram was discarded because it was damaged; the same as lost. */
  discarded(): void;
  /** Once, after which nothing else is told. */
  ended(end: ConnectionEnd): void;
}

/**
 * Frames to and from one terminal. Knows nothing of sessions, requests and answers. Owns its socket: after `ended` or
 * `close` no socket, timer or listener is left.
 */
export interface Connection {
  readonly transport: StandaloneTransport;
  /** `host:port`, for people. */
  readonly address: string;
  send(frame: OutgoingFrame): void;
  /** Stops taking in (TCP: the terminal is slowed down; UDP: what comes is lost). */
  pause(): void;
  resume(): void;
  /** Idempotent. */
  close(): void;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly maxFrameBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly listener: ConnectionListener;
}

/** More than this waiting to be sent means that the other side floods us without reading our answers. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
