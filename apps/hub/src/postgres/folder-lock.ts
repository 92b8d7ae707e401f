import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresError } from './errors.js';

/** Held as long as the process lives or until released. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * One hub a folder. The lock is a listening local socket named after the folder: the system takes it away with the
 * process, so that after `kill -9` nothing stale is left, and two hubs can never both have it. (A file with a process id
 * can do neither.) On Linux the name is an abstract one, on Windows a pipe; elsewhere a socket file.
 *
 * It guards processes of one machine and network namespace; between containers, PostgreSQL's own `postmaster.pid` does.
 * @throws POSTGRES_STATE_IN_USE with the holder's process id
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = socketName(
    createHash('sha256')
      .update(await realpath(folder))
      .digest('hex')
      .slice(0, 32),
  );
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  try {
    await listen(server, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = await askHolder(name);
    if (holder !== null || isAbstract(name)) {
      throw postgresError('POSTGRES_STATE_IN_USE', { folder, pid: holder ?? 'unknown' });
    }
    await rm(name, { force: true });
    await listen(server, name);
  }
  // The lock alone must not keep a process alive.
  server.unref();
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function socketName(id: string): string {
  if (process.platform === 'linux') return `\0hadir-${id}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\hadir-${id}`;
  return join(tmpdir(), `hadir-${id}.lock`);
}

const isAbstract = (name: string): boolean => name.startsWith('\0') || name.startsWith('\\\\');

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function askHolder(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ path });
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('ascii');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^\d+$/.test(answer) ? answer : null));
  });
}
