import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SUPERUSER } from './address.js';
import { type Binaries, programPath } from './binaries.js';
import { postgresError } from './errors.js';
import type { Layout } from './layout.js';
import { serverEnvironment } from './server-settings.js';

/** An empty cluster takes 40 MiB, its first write-ahead log as much again. */
const NEEDED_FREE_MIB = 128;

/**
 * Makes the data folder when this is the first start, and refuses what must not be started.
 * @returns true when it was made now
 * @throws POSTGRES_DATA_MISSING, POSTGRES_MAJOR_MISMATCH, POSTGRES_DISK_FULL, POSTGRES_START_FAILED
 */
export async function ensureCluster(layout: Layout, binaries: Binaries, signal?: AbortSignal): Promise<boolean> {
  const found = await readFile(join(layout.dataFolder, 'PG_VERSION'), 'utf8').catch(() => null);
  if (found !== null) {
    const major = Number.parseInt(found, 10);
    if (major !== binaries.major) {
      throw postgresError('POSTGRES_MAJOR_MISMATCH', {
        folder: layout.dataFolder,
        found: major,
        installed: binaries.major,
      });
    }
    return false;
  }
  // An empty database in place of a lost one would look as if nothing had ever been recorded.
  if (layout.state.initialised) throw postgresError('POSTGRES_DATA_MISSING', { folder: layout.dataFolder });
  const freeMiB = await freeSpaceMiB(layout.state.folder);
  if (freeMiB < NEEDED_FREE_MIB) throw postgresError('POSTGRES_DISK_FULL', { folder: layout.state.folder, freeMiB });
  await initialise(layout, binaries, signal);
  return true;
}

export async function freeSpaceMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 1024 / 1024);
}

/** Made under another name and renamed, so that an interrupted `initdb` is never taken for a database. */
async function initialise(layout: Layout, binaries: Binaries, signal?: AbortSignal): Promise<void> {
  const { account, dataFolder, state } = layout;
  for (const name of await readdir(state.folder)) {
    if (name.startsWith('data.new-')) await rm(join(state.folder, name), { recursive: true, force: true });
  }
  const folder = join(state.folder, `data.new-${randomBytes(4).toString('hex')}`);
  const passwordFile = join(layout.socketFolder, 'initdb-password');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(passwordFile, `${state.password}\n`, { mode: 0o600 });
  if (account !== null) {
    await chown(folder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await run(
      programPath(binaries, 'initdb'),
      [
        `--pgdata=${folder}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's own C.UTF-8: the same order on every machine and after every upgrade of its C library.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--data-checksums',
        '--no-instructions',
      ],
      layout,
      signal,
    );
    await rename(folder, dataFolder);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function run(program: string, args: readonly string[], layout: Layout, signal?: AbortSignal): Promise<void> {
  const { account, state } = layout;
  const output = await new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    const child = spawn(program, args, {
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
      ...(signal === undefined ? {} : { signal }),
      cwd: state.folder,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const collect = (chunk: Buffer): void => {
      text = (text + chunk.toString('utf8')).slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    let failure: Error | null = null;
    child.once('error', (error) => {
      failure = error;
      // Without a process there is no end to wait for; with one (aborted), it must be gone before anything else begins.
      if (child.pid === undefined) reject(error);
    });
    child.once('close', (code) => (failure === null ? resolve({ code, text }) : reject(failure)));
  }).catch((error: Error) => {
    signal?.throwIfAborted();
    throw postgresError('POSTGRES_START_FAILED', { reason: error.message, log: layout.logFolder }, error);
  });
  if (output.code === 0) return;
  if (/no space left on device/i.test(output.text)) {
    throw postgresError('POSTGRES_DISK_FULL', { folder: state.folder, freeMiB: await freeSpaceMiB(state.folder) });
  }
  const reason = output.text.trim().split('\n').slice(-3).join(' / ');
  throw postgresError('POSTGRES_START_FAILED', { reason, log: layout.logFolder });
}
