import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Clock, type DeviceCandidate, type IssueReport, isHadirError, type Logger } from '@hadir/sdk';
import { faceError } from '../errors.js';
import { type PushBody, readPushBody } from './push-body.js';

/** One terminal that pushes, as the listener sees it. Made and owned by the device's session. */
export interface PushReceiver {
  readonly serialNumber: string;
  readonly secret: string;
  /** Resolves when what came is durable; the terminal is told OK after that and never before. */
  take(body: PushBody): Promise<void>;
  /** What came could not be read; the terminal is told OK all the same, because it would send the same for ever. */
  unreadable(error: Error): void;
  raise(issue: IssueReport): void;
}

export interface PushListenerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly discovered: (candidate: DeviceCandidate) => void;
}

/** The listener that terminals push to: `POST /terminal/<serial number>/<secret>`. Owns its socket and every connection on it. */
export interface PushListener {
  readonly host: string;
  readonly port: number;
  /** @returns how to take it out again. @throws FACE_PUSH_TAKEN */
  attach(receiver: PushReceiver): () => void;
  close(): Promise<void>;
}

const PATH = /^\/terminal\/([0-9A-Za-z][0-9A-Za-z._-]{2,63})\/([0-9A-Za-z_-]{8,64})\/?$/;
const MAX_CONNECTIONS = 1024;
const MAX_CONNECTIONS_PER_ADDRESS = 64;
const REQUEST_TIMEOUT_MS = 120_000;
const CLOSE_GRACE_MS = 2_000;
/** Anybody can invent serial numbers. */
const MAX_STRANGERS = 200;

export function pushPath(serialNumber: string, secret: string): string {
  return `/terminal/${serialNumber}/${secret}`;
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** @throws FACE_PUSH_LISTEN_FAILED */
export async function startPushListener(options: PushListenerOptions): Promise<PushListener> {
  const { log, discovered } = options;
  const receivers = new Map<string, PushReceiver>();
  const strangers = new Set<string>();

  function stranger(serialNumber: string, address: string): void {
    if (strangers.has(serialNumber) || strangers.size >= MAX_STRANGERS) return;
    strangers.add(serialNumber);
    discovered({
      key: serialNumber,
      name: `Terminal ${serialNumber}`,
      config: { type: 'hikvision', live: 'push', serialNumber, host: address },
      info: { address },
    });
  }

  async function answer(request: IncomingMessage): Promise<number> {
    const match = PATH.exec((request.url ?? '/').split('?')[0] ?? '');
    const serial = match?.[1];
    const secret = match?.[2];
    const address = (request.socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
    if (serial === undefined || secret === undefined) return 404;
    if (request.method !== 'POST') return 405;
    const receiver = receivers.get(serial);
    if (receiver === undefined) {
      stranger(serial, address);
      return 503;
    }
    if (!equal(receiver.secret, secret)) {
      receiver.raise({ code: 'FACE_PUSH_SECRET_WRONG', details: { serial, address } });
      return 403;
    }
    let body: PushBody;
    try {
      body = await readPushBody(request);
    } catch (error) {
      if (!isHadirError(error)) return 400;
      receiver.unreadable(error);
      return 200;
    }
    await receiver.take(body);
    return 200;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let status = 503;
    try {
      status = await answer(request);
    } catch (error) {
      log.warn('a push was not taken; the terminal will send it again', {
        error: error instanceof Error ? error.message : 'unknown',
      });
    }
    if (response.destroyed) return;
    const text = status === 200 ? 'OK' : 'NO';
    response.writeHead(status, {
      Date: new Date(options.clock.now()).toUTCString(),
      'Content-Type': 'text/plain',
      'Content-Length': text.length,
      ...(request.complete ? {} : { Connection: 'close' }),
    });
    response.end(text);
    // What was not read to its end is not going to be.
    if (!request.complete) response.once('finish', () => request.destroy());
  }

  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16 * 1024,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', connectionCounter());
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('request', (request, response) => {
    request.on('error', () => response.destroy());
    response.on('error', () => response.destroy());
    void serve(request, response);
  });
  const { address: host, port } = await listen(server, options);
  log.info('listener for terminals open', { host, port });
  let closing: Promise<void> | undefined;
  return {
    host,
    port,
    attach(receiver) {
      const serial = receiver.serialNumber;
      if (receivers.has(serial)) throw faceError('FACE_PUSH_TAKEN', { serial });
      receivers.set(serial, receiver);
      return () => {
        if (receivers.get(serial) === receiver) receivers.delete(serial);
      };
    },
    close: () => (closing ??= closeServer(server)),
  };
}

function connectionCounter(): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    socket.on('error', () => socket.destroy());
    if (count > MAX_CONNECTIONS_PER_ADDRESS) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  };
}

function listen(server: Server, { host, port }: PushListenerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(faceError('FACE_PUSH_LISTEN_FAILED', { port, reason: error.code ?? error.message }, error));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      server.on('error', () => server.close());
      resolve(server.address() as AddressInfo);
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(timer);
}
