import type { Clock, HadirError } from '@hadir/sdk';
import type { Frame } from '../wire/frame.js';
import type { StandaloneTransport } from './connection.js';
import type { Line, LineCounters } from './line.js';

export interface SessionOptions {
  readonly host: string;
  /** Default 4370. */
  readonly port?: number;
  readonly transport: StandaloneTransport;
  /** Communication key, 0–999999. When none is set and the terminal asks, 0 is sent: newer units want that. */
  readonly commKey?: number;
  readonly clock: Clock;
  /** Ends the opening and, later, the session itself. */
  readonly signal?: AbortSignal;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Silence after which a request counts as unanswered. Default 10,000 on TCP, 3,000 on UDP. */
  readonly idleTimeoutMs?: number;
  /** How often a request that may be repeated is sent when no answer comes. Default 1 on TCP, 3 on UDP. */
  readonly attempts?: number;
  /** After so long without traffic the terminal is asked for its time, so that a dead line is noticed. 0: never. Default 30,000. */
  readonly keepAliveMs?: number;
  /** Default 16 MiB. */
  readonly maxFrameBytes?: number;
  /** Tables that claim to be larger are refused before anything is read. Default 256 MiB. */
  readonly maxTableBytes?: number;
  /** Largest piece of a buffered read. Default 65,472 on TCP, 16,384 on UDP (the vendor's own ceilings). */
  readonly chunkBytes?: number;
}

export interface SessionLimits {
  readonly idleTimeoutMs: number;
  readonly attempts: number;
  readonly maxTableBytes: number;
  readonly chunkBytes: number;
  /** Ways to read a table that this terminal is trusted with. */
  readonly bufferedRead: boolean;
  readonly directRead: boolean;
}

/**
 * An authorised session with one terminal. Strictly one request is outstanding; whoever comes meanwhile waits its turn.
 * Owned by whoever opened it, who must `close` it: a terminal that is left without EXIT may refuse the next client.
 */
export interface StandaloneSession {
  readonly transport: StandaloneTransport;
  /** `host:port`, for people. */
  readonly address: string;
  readonly sessionId: number;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly counters: LineCounters;
  /** Narrows the limits once it is known what terminal this is. */
  adapt(change: Partial<Pick<SessionLimits, 'chunkBytes' | 'bufferedRead' | 'directRead'>>): void;
  /** Milliseconds since bytes last came. */
  idleMs(): number;
  /** Resolves when the session is over: with null after `close`, else with why. Never rejects. */
  readonly ended: Promise<HadirError | null>;
  /**
   * One request, one answer (OK or DATA).
   * @throws ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND, ZK_TIMEOUT, ZK_LINE_CUT, ZK_ABORTED, ZK_SESSION_CLOSED
   */
  request(command: number, data?: Uint8Array, options?: RequestOptions): Promise<Frame>;
  /** Takes the line for several requests with nothing between them. Call the function it resolves with when done. */
  reserve(operation: string, signal?: AbortSignal): Promise<ReservedLine>;
  /** Events in the order in which they came, already acknowledged. @returns ends the listening */
  onEvent(listener: (frame: Frame) => void): () => void;
  /** What must be sent before EXIT so that the terminal is left as it was found; by command, so that it can be taken back. */
  readonly leaveWith: Map<number, Uint8Array | undefined>;
  /** Leaves the terminal usable and releases everything. Idempotent, never throws, takes at most about 3 s. */
  close(): Promise<void>;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** For errors; default the command's name. */
  readonly operation?: string;
  readonly idleTimeoutMs?: number;
  /** Set 1 for what must not happen twice (opening a door). Default: the session's. */
  readonly attempts?: number;
}

/** The line, held by one operation. */
export interface ReservedLine {
  readonly line: Line;
  request(command: number, data?: Uint8Array, options?: RequestOptions): Promise<Frame>;
  release(): void;
}
