import type { HadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';
import { DEFAULT_MAX_FRAME_BYTES, type Frame } from '../wire/frame.js';
import { authorise } from './authorise.js';
import type { ConnectionEnd, ConnectionListener } from './connection.js';
import { createGate } from './gate.js';
import { keepAlive } from './keep-alive.js';
import { endError, openLine } from './line.js';
import { sendRequest } from './request.js';
import type {
  RequestOptions,
  ReservedLine,
  SessionLimits,
  SessionOptions,
  StandaloneSession,
} from './session-types.js';
import { connectTcp } from './tcp-connection.js';
import { connectUdp } from './udp-connection.js';

const DEFAULT_PORT = 4370;
const LEAVE_TIMEOUT_MS = 800;

/**
 * Connects and authorises.
 * @throws ZK_UNREACHABLE, ZK_BUSY_OTHER_CLIENT, ZK_KEY_NEEDED, ZK_KEY_WRONG, ZK_KEY_LOCKED, ZK_ENCRYPTED_FIRMWARE,
 * ZK_NOT_THIS_PROTOCOL, ZK_C3_PANEL, ZK_ABORTED
 */
export async function openSession(options: SessionOptions): Promise<StandaloneSession> {
  const tcp = options.transport === 'tcp';
  let limits: SessionLimits = {
    idleTimeoutMs: options.idleTimeoutMs ?? (tcp ? 10_000 : 3_000),
    attempts: options.attempts ?? (tcp ? 1 : 3),
    maxTableBytes: options.maxTableBytes ?? 256 * 1024 * 1024,
    chunkBytes: options.chunkBytes ?? (tcp ? 65_472 : 16_384),
    bufferedRead: true,
    directRead: true,
  };
  const listeners = new Set<(frame: Frame) => void>();
  let resolveEnded: (error: HadirError | null) => void = () => undefined;
  const ended = new Promise<HadirError | null>((resolve) => {
    resolveEnded = resolve;
  });
  let end: ConnectionEnd | null = null;
  const gate = createGate();

  const connect = (listener: ConnectionListener) =>
    (tcp ? connectTcp : connectUdp)({
      host: options.host,
      port: options.port ?? DEFAULT_PORT,
      connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
      signal: options.signal,
      listener,
    });

  const line = await openLine(connect, {
    event(frame) {
      for (const listener of listeners) listener(frame);
    },
    ended(how) {
      end = how;
      const error = how.kind === 'closed' ? null : endError(how, 'session', { received: 0, expected: null });
      gate.refuse(() => endError(how, 'session', { received: 0, expected: null }));
      resolveEnded(error);
    },
  });

  const leaveWith = new Map<number, Uint8Array | undefined>();
  const sharedRequest = (command: number, data?: Uint8Array, request: RequestOptions = {}) =>
    sendRequest(line, limits, command, data, request);

  try {
    await authorise(line, limits, options.commKey, options.signal);
  } catch (error) {
    await leave();
    throw error;
  }

  async function leave(): Promise<void> {
    if (end !== null) return;
    // Without a session id there is nothing that the terminal could be told to leave.
    const commands = line.sessionId === 0 ? [] : [...leaveWith, [COMMAND.EXIT, undefined] as const];
    await line.leave(commands, LEAVE_TIMEOUT_MS);
    line.connection.close();
  }

  let closing: Promise<void> | null = null;
  function close(): Promise<void> {
    closing ??= (async () => {
      options.signal?.removeEventListener('abort', onAbort);
      stopKeepAlive();
      listeners.clear();
      gate.refuse(() => zkError('ZK_SESSION_CLOSED', { operation: 'close' }));
      await leave();
    })();
    return closing;
  }

  const onAbort = (): void => void close();

  async function reserve(operation: string, signal?: AbortSignal): Promise<ReservedLine> {
    const release = await gate.enter(signal, () => zkError('ZK_ABORTED', { operation }, signal?.reason));
    return { line, request: sharedRequest, release };
  }

  const session: StandaloneSession = {
    transport: options.transport,
    address: line.connection.address,
    sessionId: line.sessionId,
    clock: options.clock,
    get limits() {
      return limits;
    },
    adapt(change) {
      limits = { ...limits, ...change };
    },
    counters: line.counters,
    ended,
    leaveWith,
    idleMs: () => performance.now() - line.lastActivityMs,
    async request(command, data, request = {}) {
      const reserved = await reserve(request.operation ?? String(command), request.signal);
      try {
        return await reserved.request(command, data, request);
      } finally {
        reserved.release();
      }
    },
    reserve,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };

  const stopKeepAlive = keepAlive(session, gate, options.keepAliveMs ?? 30_000, (error) => {
    resolveEnded(error);
    line.connection.close();
  });
  if (options.signal?.aborted) {
    await close();
    throw zkError('ZK_ABORTED', { operation: 'connect' }, options.signal.reason);
  }
  options.signal?.addEventListener('abort', onAbort, { once: true });
  return session;
}
