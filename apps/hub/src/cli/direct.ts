import { pino } from 'pino';
import type { HubConfig } from '../config/index.js';
import { sdkLogger } from '../observability/index.js';
import { attachEmbeddedPostgres } from '../postgres/index.js';
import { type Database, openDatabase } from '../store/index.js';

/** Works on the database itself, whether a hub runs or not; the hub's own server is started for it when none runs. */
export async function withDatabase<Result>(
  config: HubConfig,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const log = sdkLogger(pino({ level: 'silent' }));
  const server =
    config.database.url === undefined ? await attachEmbeddedPostgres({ stateFolder: config.stateFolder, log }) : null;
  const database = openDatabase({
    url: config.database.url ?? server?.url ?? '',
    poolSize: 4,
    applicationName: 'hadir command line',
  });
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
    await server?.stop();
  }
}
