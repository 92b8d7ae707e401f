import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `postmaster.pid`, which the server keeps in its data folder while it runs. Lines, from PostgreSQL's
 * src/include/utils/pidfile.h: process id, data folder, start time, port, socket folder, listen address, shared memory
 * key, status.
 */
export interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  const lines = text?.split('\n') ?? [];
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

/** Whether the process runs. One that ended but was not yet collected by its parent (zombie) does not. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  // proc(5): the state letter follows the program's name in brackets, which may itself hold brackets.
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const state = status.slice(status.lastIndexOf(')') + 2)[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/**
 * Whether that process is the server of this data folder, and not a stranger who got its number after a restart of the
 * machine. A server stays in its data folder as working folder. Where the system does not tell, believe the file.
 */
export async function isServerOf(pid: number, dataFolder: string): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  if (process.platform !== 'linux') return true;
  const [workingFolder, real] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => null),
    realpath(dataFolder).catch(() => dataFolder),
  ]);
  return workingFolder === null || workingFolder === real;
}
