import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { zkError } from '../errors.js';
import { decodeFrame, encodeFrame, type Frame } from '../wire/frame.js';
import type { Connection, ConnectionEnd, ConnectOptions } from './connection.js';
import { addressText, failureReason } from './socket-reason.js';

/** Room in the kernel for one whole chunk and what else may come while we are busy. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

/**
 * A datagram socket that hears one terminal only. That there is a socket says nothing about whether somebody answers.
 * @throws ZK_UNREACHABLE, ZK_ABORTED
 */
export async function connectUdp(options: ConnectOptions): Promise<Connection> {
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
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
    let settled = false;
    const settle = (): void => {
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError);
    };
    const fail = (error: Error): void => {
      if (settled) return;
      settle();
      socket.on('error', () => undefined);
      socket.close();
      reject(error);
    };
    const onError = (cause: Error): void => {
      fail(zkError('ZK_UNREACHABLE', { address, reason: failureReason(cause) }, cause));
    };
    const onAbort = (): void => fail(zkError('ZK_ABORTED', { operation: 'connect' }, signal?.reason));
    const timer = setTimeout(() => {
      fail(zkError('ZK_UNREACHABLE', { address, reason: `no answer within ${connectTimeoutMs} ms` }));
    }, connectTimeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('connect', () => {
      if (settled) return;
      settle();
      resolve(socket);
    });
    socket.connect(port, host);
  });
}

function serveSocket(socket: Socket, address: string, options: ConnectOptions): Connection {
  const { listener } = options;
  let ended = false;
  let paused = false;
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // The system's own size serves too; only bursts are then lost more easily, and asked for again.
  }

  function end(reason: ConnectionEnd): void {
    if (ended) return;
    ended = true;
    socket.close();
    listener.ended(reason);
  }

  socket.on('message', (datagram: Buffer) => {
    if (ended || paused) return;
    listener.activity();
    let frame: Frame;
    try {
      frame = decodeFrame(datagram);
    } catch {
      // Too short or a wrong checksum: on this transport the same as lost, and asked for again like it.
      listener.discarded();
      return;
    }
    listener.frame(frame);
  });
  socket.on('error', (cause) => end({ kind: 'line', reason: failureReason(cause) }));

  return {
    transport: 'udp',
    address,
    send(frame) {
      if (ended) return;
      socket.send(encodeFrame(frame), (cause) => {
        if (cause) end({ kind: 'line', reason: failureReason(cause) });
      });
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
    close: () => end({ kind: 'closed' }),
  };
}
