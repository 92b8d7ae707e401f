import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Layout } from './layout.js';

export const SUPERUSER = 'hadir';
export const DATABASE = 'hadir';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS and BSD, the closing zero included (unix(7)). */
const MAX_SOCKET_PATH_BYTES = 103;

/** A Unix socket needs no port and no other user can reach it; where its path would be too long, 127.0.0.1. */
export function usesSocket(layout: Layout): boolean {
  if (process.platform === 'win32') return false;
  return Buffer.byteLength(join(layout.socketFolder, `.s.PGSQL.${layout.state.port}`)) <= MAX_SOCKET_PATH_BYTES;
}

export function urlOf(layout: Layout, database: string = DATABASE): string {
  const { password, port } = layout.state;
  if (!usesSocket(layout)) return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  const query = new URLSearchParams({ host: layout.socketFolder, port: String(port) });
  return `postgres://${SUPERUSER}:${password}@/${database}?${query}`;
}

/** A port of 127.0.0.1 that nobody has now; the one wanted when it is free. */
export async function freePort(wanted = 0): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
