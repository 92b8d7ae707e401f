import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HadirError } from '@hadir/core';
import { type Binaries, programPath } from './binaries.js';
import { freeSpaceMiB } from './cluster.js';
import { postgresError } from './errors.js';
import type { Layout } from './layout.js';
import { isRunning, isServerOf, readPostmasterFile } from './postmaster-file.js';
import { probe, runningVersion } from './probe.js';
import { serverArguments, serverEnvironment } from './server-settings.js';

/** A running server, ours or found running. */
export interface ServerProcess {
  readonly pid: number;
  readonly adopted: boolean;
}

const POLL_MS = 50;
/** Recovery after a power cut replays the log since the last checkpoint, at most a few minutes of work. */
const START_TIMEOUT_MS = 300_000;
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 15_000;
/** Processes of a killed server let go of its shared memory within moments. */
const LEFTOVERS_TIMEOUT_MS = 20_000;

/**
 * Takes over the server when it runs and is right, else starts it. A server of another release than the programs, or
 * one that does not answer, is stopped first.
 * @throws POSTGRES_START_FAILED, POSTGRES_DISK_FULL, POSTGRES_STOP_FAILED
 */
export async function adoptOrStart(layout: Layout, binaries: Binaries, signal?: AbortSignal): Promise<ServerProcess> {
  const file = await readPostmasterFile(layout.dataFolder);
  if (file !== null) {
    if (await isServerOf(file.pid, layout.dataFolder)) {
      if (await answersAsExpected(layout, binaries, file.pid, signal)) return { pid: file.pid, adopted: true };
      await stopServer(layout, file.pid);
    } else if (await isRunning(file.pid)) {
      // A stranger has the number now; PostgreSQL would take him for its own server and refuse to start.
      await rm(join(layout.dataFolder, 'postmaster.pid'), { force: true });
    } else if ((await probe(layout)) === 'ours') {
      // It answers, yet no such process is to be seen: it runs in another container on the same folder.
      throw postgresError('POSTGRES_STATE_IN_USE', { folder: layout.stateFolder, pid: file.pid });
    }
  }
  return await start(layout, binaries, signal);
}

async function answersAsExpected(
  layout: Layout,
  binaries: Binaries,
  pid: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  for (let silent = 0; Date.now() < until && (await isRunning(pid)); ) {
    signal?.throwIfAborted();
    const answer = await probe(layout);
    if (answer === 'ours') return binaries.packageVersion.startsWith(await runningVersion(layout).catch(() => '?'));
    if (answer === 'stranger') return false;
    if (answer === 'nobody' && ++silent > 20) return false;
    await sleep(POLL_MS * 4, undefined, signal === undefined ? {} : { signal });
  }
  return false;
}

async function start(layout: Layout, binaries: Binaries, signal?: AbortSignal): Promise<ServerProcess> {
  const leftoversUntil = Date.now() + LEFTOVERS_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const child = await launch(layout, binaries);
    const failure = await untilReady(child, layout, signal);
    if (failure === null) return { pid: child.pid as number, adopted: false };
    const isLeftover = /pre-existing shared memory block|lock file .* already exists/i.test(failure);
    if (!isLeftover || Date.now() > leftoversUntil) throw await startFailure(layout, failure);
    await sleep(500, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * In a process group of its own: Ctrl-C in the hub's terminal does not reach it, and it outlives a hub that is killed,
 * so that workers keep their database and nothing needs recovery.
 */
async function launch(layout: Layout, binaries: Binaries): Promise<ChildProcess> {
  const { account } = layout;
  const log = await open(startLog(layout), 'w', 0o600);
  try {
    if (account !== null) await chown(startLog(layout), account.uid, account.gid);
    const child = spawn(programPath(binaries, 'postgres'), serverArguments(layout), {
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
      cwd: layout.state.folder,
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid === undefined) {
      throw postgresError('POSTGRES_START_FAILED', { reason: 'the program cannot be run', log: layout.logFolder });
    }
    return child;
  } finally {
    await log.close();
  }
}

/** @returns null when the server answers, else what its log says. */
async function untilReady(child: ChildProcess, layout: Layout, signal?: AbortSignal): Promise<string | null> {
  const until = Date.now() + START_TIMEOUT_MS;
  try {
    while (Date.now() < until) {
      signal?.throwIfAborted();
      if (child.exitCode !== null || child.signalCode !== null) return await logTail(layout);
      const file = await readPostmasterFile(layout.dataFolder);
      if (file?.pid === child.pid && file?.ready === true && (await probe(layout)) === 'ours') return null;
      await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  } catch (error) {
    await stopServer(layout, child.pid as number);
    throw error;
  }
  await stopServer(layout, child.pid as number);
  return `not ready within ${START_TIMEOUT_MS / 1000} s`;
}

/** Fast shutdown (SIGINT: sessions are ended, a checkpoint is written), then immediate (SIGQUIT: recovery at next start). */
export async function stopServer(layout: Layout, pid: number): Promise<void> {
  for (const [name, timeoutMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    if (!(await isServerOf(pid, layout.dataFolder))) return;
    try {
      process.kill(pid, name);
    } catch {
      return;
    }
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      if (!(await isRunning(pid))) return;
      await sleep(POLL_MS);
    }
  }
  throw postgresError('POSTGRES_STOP_FAILED', { pid });
}

const startLog = (layout: Layout): string => join(layout.logFolder, 'start.log');

/** The end of what the server said: before its log collector ran, and after. */
async function logTail(layout: Layout): Promise<string> {
  const names = (await readdir(layout.logFolder).catch(() => [])).filter((name) => name.startsWith('postgresql-'));
  const today = `postgresql-${new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })}.log`;
  const files = [
    startLog(layout),
    ...names.filter((name) => name === today).map((name) => join(layout.logFolder, name)),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts
    .flatMap((text) => text.trim().split('\n').slice(-12))
    .filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL|error/.test(line))
    .slice(-6)
    .join(' / ');
}

async function startFailure(layout: Layout, reason: string): Promise<HadirError> {
  const freeMiB = await freeSpaceMiB(layout.state.folder);
  if (/no space left on device/i.test(reason) || freeMiB < 8) {
    return postgresError('POSTGRES_DISK_FULL', { folder: layout.state.folder, freeMiB });
  }
  return postgresError('POSTGRES_START_FAILED', { reason: reason || 'it ended at once', log: layout.logFolder });
}
