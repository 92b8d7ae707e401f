import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A device's web server on the loopback, whose lines can be cut. */
export interface DeviceServer {
  readonly host: string;
  readonly port: number;
  /** Breaks every open line, as a pulled cable or a restart does. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startDeviceServer(
  listener: RequestListener,
  port = 0,
  host = '127.0.0.1',
): Promise<DeviceServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 30_000 }, listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host,
    port: (server.address() as AddressInfo).port,
    cut,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

export function reply(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
