import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock, DeviceCandidate, Logger } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { type AdmsAnswer, sendAnswer } from './server-answer.js';
import { type AdmsDirectory, admsDirectory } from './server-directory.js';
import { admsGate } from './server-gate.js';
import { ADMS_LIMITS, type AdmsLimits } from './server-limits.js';
import { answerRequest } from './server-routes.js';

export interface AdmsServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly discovered: (candidate: DeviceCandidate) => void;
  /** Nobody is called unknown for this long after the start; default 15 s. */
  readonly graceMs?: number;
  readonly pollSeconds?: number;
  readonly retrySeconds?: number;
  readonly limits?: Partial<AdmsLimits>;
}

/** The listener that push terminals call. Owns its socket and every connection on it. */
export interface AdmsServer {
  readonly host: string;
  readonly port: number;
  readonly attach: AdmsDirectory['attach'];
  readonly lastHeard: AdmsDirectory['lastHeard'];
  /** Answers what is under way, then ends everything. Idempotent. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 2000;
/** How often node looks for connections that are over their time. */
const CHECK_CONNECTIONS_MS = 2000;

/** @throws ADMS_LISTEN_FAILED */
export async function startAdmsServer(options: AdmsServerOptions): Promise<AdmsServer> {
  const limits = { ...ADMS_LIMITS, ...options.limits };
  const { clock, log, discovered, graceMs = 15_000, pollSeconds = 10, retrySeconds = 30 } = options;
  const directory = admsDirectory({ clock, discovered, graceMs });
  const routes = { clock, log, limits, directory, gate: admsGate(), pollSeconds, retrySeconds };

  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    maxHeaderSize: 16 * 1024,
  });
  server.maxConnections = limits.maxConnections;
  server.on('connection', connectionCounter(limits.maxConnectionsPerAddress));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: AdmsAnswer;
    try {
      answer = await answerRequest(request, routes);
    } catch (error) {
      log.error('an ADMS request failed', { error: error instanceof Error ? error.message : 'unknown' });
      answer = { status: 503, body: 'RETRY LATER' };
    }
    sendAnswer(response, answer, clock, request.complete);
    // What was not read to its end is not going to be.
    if (!request.complete) response.once('finish', () => request.destroy());
  }
  server.on('request', (request, response) => {
    request.on('error', () => response.destroy());
    void serve(request, response);
  });

  const { address: host, port } = await listen(server, options.host, options.port);
  log.info('ADMS listener open', { host, port });
  let closing: Promise<void> | undefined;
  return {
    host,
    port,
    attach: directory.attach,
    lastHeard: directory.lastHeard,
    close: () => (closing ??= closeServer(server)),
  };
}

function connectionCounter(maxPerAddress: number): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    socket.on('error', () => socket.destroy());
    if (count > maxPerAddress) {
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

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(zkError('ADMS_LISTEN_FAILED', { port, reason: error.code ?? error.message }, error));
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
