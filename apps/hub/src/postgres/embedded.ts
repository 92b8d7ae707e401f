import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isHadirError } from '@hadir/core';
import type { Logger } from '@hadir/sdk';
import { freePort, urlOf, usesSocket } from './address.js';
import { prepareBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { findLayout, type Layout, prepareLayout } from './layout.js';
import { isServerOf, readPostmasterFile } from './postmaster-file.js';
import { ensureDatabase, probe } from './probe.js';
import { adoptOrStart, stopServer } from './server-process.js';
import { writeState } from './state-file.js';
import { supervise } from './supervisor.js';

export interface EmbeddedOptions {
  readonly stateFolder: string;
  readonly log: Logger;
  /** Gives up the start. A server that runs is ended with `stop`, not with this. */
  readonly signal?: AbortSignal;
  /** Told when the server died and when it is back. Must not throw. */
  onStateChange?(state: 'up' | 'down'): void;
}

/** The hub's own PostgreSQL. */
export interface EmbeddedPostgres {
  /** Holds the password: never log it. The same as long as the state folder lives, except the port of a TCP address. */
  readonly url: string;
  /** True when it was running already: left by a hub that was killed, or in use by one beside us. */
  readonly adopted: boolean;
  /** Process id of the server as it is now. */
  pid(): number;
  /** Shuts the server down (what is in memory is written out) and frees the state folder. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL for one hub. The server has its own process group: it outlives a hub that is killed, and the next start
 * adopts it. While the hub runs, a server that dies is started again.
 * @throws POSTGRES_STATE_IN_USE and the other errors of `POSTGRES_ERRORS`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const stateFolder = resolve(options.stateFolder);
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const locks = [await lockFolder(stateFolder)];
  try {
    return await startLocked(stateFolder, options, locks);
  } catch (error) {
    await release(locks);
    throw error;
  }
}

async function startLocked(
  stateFolder: string,
  { log, signal, onStateChange }: EmbeddedOptions,
  locks: FolderLock[],
): Promise<EmbeddedPostgres> {
  let layout = await prepareLayout(stateFolder, freePort);
  // A copied state folder points to the same data as its original.
  if (!layout.state.folder.startsWith(stateFolder)) {
    locks.push(await lockFolder(layout.state.folder));
    log.warn('the database lies outside the state folder, because its account cannot reach that', {
      folder: layout.state.folder,
    });
  }
  const binaries = await prepareBinaries(layout.account, layout.copiesFolder);
  if (await ensureCluster(layout, binaries, signal)) log.info('made a new database', { folder: layout.dataFolder });
  layout = await settleAddress(layout);

  const first = await adoptOrStart(layout, binaries, signal);
  await ensureDatabase(layout);
  log.info(first.adopted ? 'adopted the running database server' : 'database server started', { pid: first.pid });
  const watch = supervise(first, {
    dataFolder: layout.dataFolder,
    restart: async (stopping) => await adoptOrStart(layout, binaries, stopping),
    onDown: (pid) => {
      log.error('the database server died; starting it again', { pid });
      onStateChange?.('down');
    },
    onUp: (server) => {
      log.info('the database server is back', { pid: server.pid });
      onStateChange?.('up');
    },
    onFailure: (error) =>
      log.error('the database server does not start; trying again', {
        code: isHadirError(error) ? error.code : 'unknown',
        reason: error instanceof Error ? error.message : String(error),
      }),
  });

  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await watch.stop();
    try {
      await stopServer(layout, watch.current().pid);
    } finally {
      await release(locks);
    }
  };
  return {
    url: urlOf(layout),
    adopted: first.adopted,
    pid: () => watch.current().pid,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** A TCP port may have been taken since; then another is chosen and remembered. A running server keeps its own. */
async function settleAddress(layout: Layout): Promise<Layout> {
  const file = await readPostmasterFile(layout.dataFolder);
  const isUp = file !== null && (await isServerOf(file.pid, layout.dataFolder));
  const port = usesSocket(layout) || isUp ? layout.state.port : await freePort(layout.state.port);
  if (port === layout.state.port && layout.state.initialised) return layout;
  const state = { ...layout.state, port, initialised: true };
  await writeState(layout.stateFolder, state);
  return { ...layout, state };
}

/**
 * For a command beside a hub that may be running: uses the hub's server, whose `stop` then does nothing; without one,
 * runs it for as long as the command lasts.
 */
export async function attachEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const layout = await findLayout(resolve(options.stateFolder));
  const file = layout === null ? null : await readPostmasterFile(layout.dataFolder);
  if (layout !== null && file !== null && (await probe(layout)) === 'ours') {
    return { url: urlOf(layout), adopted: true, pid: () => file.pid, stop: async () => undefined };
  }
  return await startEmbeddedPostgres(options);
}

/**
 * Deletes the database of a state folder, wherever it lies. For tests and for starting the demonstration anew.
 * @throws POSTGRES_STATE_IN_USE while a hub runs on it
 */
export async function removeEmbeddedPostgres(stateFolder: string): Promise<void> {
  const layout = await findLayout(resolve(stateFolder));
  if (layout === null) return;
  const lock = await lockFolder(layout.stateFolder);
  try {
    const file = await readPostmasterFile(layout.dataFolder);
    if (file !== null && (await isServerOf(file.pid, layout.dataFolder))) await stopServer(layout, file.pid);
    await rm(layout.state.folder, { recursive: true, force: true });
    await rm(resolve(stateFolder, 'postgres.json'), { force: true });
  } finally {
    await lock.release();
  }
}

async function release(locks: readonly FolderLock[]): Promise<void> {
  await Promise.all(locks.map((lock) => lock.release()));
}
