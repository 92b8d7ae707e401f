import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PluginSettings } from '../config.js';
import { unreachable } from '../driver/failures.js';

const MAX_BODY_BYTES = 1024 * 1024;
const REQUEST_MS = 20_000;

/** @returns false when the body could not be read */
type BodyListener = (body: Uint8Array) => boolean;

/** One listener for all gateways that post; each has a path of its own that only it knows. */
export interface HttpHub {
  readonly port: number;
  listen(pathSecret: string, listener: BodyListener): () => void;
  close(): Promise<void>;
}

/** @throws BLE_SOURCE_UNREACHABLE when the address is taken */
export async function startHttp(settings: NonNullable<PluginSettings['http']>): Promise<HttpHub> {
  const listeners = new Map<string, BodyListener>();
  const server: Server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS / 2 },
    (request, response) => {
      answer(listeners, request, response).catch(() => response.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(unreachable('http', error)));
    server.listen(settings.port ?? 8082, settings.host ?? '0.0.0.0', () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    listen(pathSecret, listener) {
      listeners.set(pathSecret, listener);
      return () => void (listeners.get(pathSecret) === listener && listeners.delete(pathSecret));
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  listeners: ReadonlyMap<string, BodyListener>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = /^\/gateway\/([0-9A-Za-z_-]{8,64})(?:[/?]|$)/.exec(request.url ?? '')?.[1];
  const listener = secret === undefined ? undefined : listeners.get(secret);
  if (request.method !== 'POST' || listener === undefined) return end(response, 404);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return end(response, 413);
    chunks.push(chunk);
  }
  end(response, listener(Buffer.concat(chunks)) ? 200 : 422);
}

function end(response: ServerResponse, status: number): void {
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status).end();
}
