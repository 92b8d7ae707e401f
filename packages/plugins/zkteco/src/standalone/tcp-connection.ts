import { createConnection, type Socket } from 'node:net';
import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { decodeFrame, encodeTcpFrame } from '../wire/frame.js';
import { createReassembler } from '../wire/reassembly.js';
import { type Connection, type ConnectionEnd, type ConnectOptions, MAX_UNSENT_BYTES } from './connection.js';
import { addressText, failureReason } from './socket-reason.js';

/** At the first frame these say what the other side is; after it, that frame boundaries were lost. */
const FOREIGN: ReadonlySet<string> = new Set(['ZK_NOT_THIS_PROTOCOL', 'ZK_C3_PANEL', 'ZK_ENCRYPTED_FIRMWARE']);

/** @throws ZK_UNREACHABLE, ZK_BUSY_OTHER_CLIENT, ZK_ABORTED */
export async function connectTcp(options: ConnectOptions): Promise<Connection> {
  const address = addressText(options.host, options.port);
  const socket = await openSocket(options, address);
  return serveSocket(socket, address, options);
}

function openSocket(options: ConnectOptions, address: string): Promise<Socket> {
  const { host, port, connectTimeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(zkError('ZK_ABORTED', { operation: 'connect' }, signal.reason));
      return;
    }
    const socket = createConnection({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect);
      socket.off('error', onError);
    };
    const fail = (error: Error): void => {
      settle();
      // An error may still follow a destroy; it has nobody left to tell.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    const onError = (cause: Error): void => {
      // Taken and reset at once: the terminal serves somebody else.
      const reset = 'code' in cause && cause.code === 'ECONNRESET';
      const reason = failureReason(cause);
      fail(zkError(reset ? 'ZK_BUSY_OTHER_CLIENT' : 'ZK_UNREACHABLE', { address, reason }, cause));
    };
    const onAbort = (): void => fail(zkError('ZK_ABORTED', { operation: 'connect' }, signal?.reason));
    const timer = setTimeout(() => {
      fail(zkError('ZK_UNREACHABLE', { address, reason: `no answer within ${connectTimeoutMs} ms` }));
    }, connectTimeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', onConnect);
    socket.once('error', onError);
  });
}

function serveSocket(socket: Socket, address: string, options: ConnectOptions): Connection {
  const { listener } = options;
  const reassembler = createReassembler({ maxFrameBytes: options.maxFrameBytes });
  let ended = false;
  let framesSeen = 0;

  function end(reason: ConnectionEnd): void {
    if (ended) return;
    ended = true;
    socket.destroy();
    listener.ended(reason);
  }

  function onFrame(bytes: Uint8Array): void {
    // Ended by the frame before this one in the same piece.
    if (ended) return;
    // A wrong checksum on TCP means that the frame boundaries are lost, since TCP itself does not damage bytes.
    const frame = decodeFrame(bytes);
    framesSeen++;
    listener.frame(frame);
  }

  socket.on('data', (piece: Buffer) => {
    if (ended) return;
    listener.activity();
    try {
      reassembler.push(piece, onFrame);
    } catch (cause) {
      if (!isHadirError(cause)) throw cause;
      const lostInMidStream = framesSeen > 0 && FOREIGN.has(cause.code);
      const error = lostInMidStream
        ? zkError('ZK_DESYNC', { firstBytes: cause.details.firstBytes ?? '' }, cause)
        : cause;
      end({ kind: 'protocol', error });
    }
  });
  socket.on('error', (cause) => end({ kind: 'line', reason: failureReason(cause) }));
  socket.on('end', () => end({ kind: 'line', reason: 'the terminal closed the connection' }));
  socket.on('close', () => end({ kind: 'line', reason: 'the connection is gone' }));

  return {
    transport: 'tcp',
    address,
    send(frame) {
      if (ended) return;
      if (socket.writableLength > MAX_UNSENT_BYTES) {
        end({ kind: 'line', reason: 'the terminal sends without taking our answers' });
        return;
      }
      socket.write(encodeTcpFrame(frame));
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => end({ kind: 'closed' }),
  };
}
