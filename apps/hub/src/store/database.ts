import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type MigrationReport, migrateDatabase } from './migrate.js';
import type { Tables } from './tables.js';
import { typeParsers } from './type-parsers.js';

export interface DatabaseOptions {
  /** `postgres://…`; a Unix socket as `postgres://user:password@/name?host=/folder&port=5432`. */
  readonly url: string;
  /** Connections at most; more work than that waits its turn. */
  readonly poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** A connection at rest broke. Nothing to do: the pool makes another when one is needed. */
  onConnectionLost?(error: Error): void;
}

/**
 * The hub's hold on its database. Owns the pool; `close` ends it.
 * Every statement rejects within seconds while the server is away, and works again when it is back.
 */
export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Tables>;
  /**
   * Brings the schema up to date, one process at a time.
   * @throws STORE_UNAVAILABLE, STORE_VERSION_UNSUPPORTED, STORE_ENCODING_UNSUPPORTED, STORE_EXTENSION_MISSING,
   *   STORE_MIGRATION_CHANGED, STORE_SCHEMA_NEWER, STORE_MIGRATION_FAILED
   */
  migrate(): Promise<MigrationReport>;
  close(): Promise<void>;
}

/** How every connection of the hub is made: types read as Hadir reads them, no wait without end. */
export function clientConfig(url: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    types: typeParsers,
    keepAlive: true,
    // Statements may be sent behind one another without waiting; see `inPipelinedTransaction`.
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    // A server that is frozen, not dead, must not hold an append for ever.
    query_timeout: 120_000,
  };
}

/** Connects lazily: opening never fails, the first statement may. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    ...clientConfig(options.url, options.applicationName ?? 'hadir'),
    max: options.poolSize ?? 12,
    idleTimeoutMillis: 60_000,
  });
  // Without a listener, a connection that breaks while at rest would end the process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  // The same for one that breaks while Kysely has it: the query rejects, but node-postgres emits the error as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await kysely.destroy();
    // Kysely ends a pool only when it was asked something.
    if (!pool.ending) await pool.end();
  };
  return {
    url: options.url,
    pool,
    kysely,
    migrate: () => migrateDatabase(pool),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
