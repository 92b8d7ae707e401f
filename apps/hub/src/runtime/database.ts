import { setTimeout as sleep } from 'node:timers/promises';
import { isHadirError } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import { type HubLog, sdkLogger } from '../observability/index.js';
import { startEmbeddedPostgres } from '../postgres/index.js';
import { type Database, openDatabase } from '../store/index.js';
import { hubError } from './errors.js';
import { readRunFile } from './run-file.js';
import type { Teardown } from './teardown.js';

const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

/** The database of the settings, or the hub's own; brought up to date. */
export async function startDatabase(
  config: HubConfig,
  log: HubLog,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Database> {
  const url = await databaseUrl(config, log, teardown, signal);
  const database = openDatabase({
    url,
    poolSize: config.database.poolSize,
    applicationName: `hadir ${config.role}`,
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  });
  teardown.add('database connections', () => database.close());
  await migrate(database, log, signal);
  return database;
}

async function databaseUrl(config: HubConfig, log: HubLog, teardown: Teardown, signal: AbortSignal): Promise<string> {
  if (config.database.url !== undefined) return config.database.url;
  const { stateFolder } = config;
  if (config.role === 'worker') {
    const running = await readRunFile(stateFolder);
    if (!running) throw hubError('HUB_WORKER_NEEDS_DATABASE', { stateFolder });
    return running.databaseUrl;
  }
  const server = await startEmbeddedPostgres({ stateFolder, log: sdkLogger(log.child({ part: 'postgres' })), signal });
  teardown.add('database server', () => server.stop());
  return server.url;
}

/** At boot the database often comes up after the hub; that is no reason to fail. */
async function migrate(database: Database, log: HubLog, signal: AbortSignal): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await database.migrate();
      return;
    } catch (error) {
      if (!isHadirError(error) || !error.retryable || performance.now() > end) throw error;
      log.warn({ code: error.code }, 'the database is not there yet; waiting');
      await sleep(RETRY_MS, undefined, { signal });
    }
  }
}
