import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/postgres/index.js';
import { type Database, openDatabase } from '../../src/store/index.js';
import { startExternalPostgres } from './external-postgres.js';
import { testFolder } from './folder.js';
import { memoryLogger } from './logger.js';
import type { RawServer } from './raw-server.js';

/** A running PostgreSQL for one test file. Databases made from its template take milliseconds. */
export interface TestPostgres {
  readonly name: string;
  /** A migrated database of its own. */
  database(options?: { readonly poolSize?: number }): Promise<TestDatabase>;
  /** Kills the server with -9. It comes back: by its supervisor, or by `restart`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export type TestDatabase = Database & { drop(): Promise<void> };

const TEMPLATE = 'hadir_template';

export async function startTestPostgres(kind: 'embedded' | 'external'): Promise<TestPostgres | null> {
  const server = kind === 'embedded' ? await startEmbedded() : await startExternalPostgres();
  if (server === null) return null;
  await administer(server, `create database ${TEMPLATE}`);
  const template = openDatabase({ url: server.url(TEMPLATE) });
  await template.migrate();
  await template.close();
  return {
    name: `${kind} PostgreSQL`,
    async database(options = {}) {
      const name = `t_${randomBytes(6).toString('hex')}`;
      await administer(server, `create database ${name} template ${TEMPLATE}`);
      const db = openDatabase({ url: server.url(name), ...options });
      return {
        ...db,
        async drop() {
          await db.close();
          await administer(server, `drop database ${name} with (force)`);
        },
      };
    },
    kill: () => server.kill(),
    stop: () => server.stop(),
  };
}

async function startEmbedded(): Promise<RawServer> {
  const folder = await testFolder();
  const server = await startEmbeddedPostgres({ stateFolder: folder.path, log: memoryLogger() });
  return {
    url: (database) => server.url.replace('/hadir?', `/${database}?`),
    async kill() {
      process.kill(server.pid(), 'SIGKILL');
    },
    async stop() {
      await server.stop();
      await removeEmbeddedPostgres(folder.path);
      await folder.remove();
    },
  };
}

async function administer(server: RawServer, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
