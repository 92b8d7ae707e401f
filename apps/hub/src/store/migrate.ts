import type { Pool, PoolClient } from 'pg';
import { ADVISORY_LOCKS } from './advisory-locks.js';
import { storeError } from './errors.js';
import { isStoreAway } from './failure.js';
import { loadMigrations, type Migration } from './migrations.js';
import { inTransaction } from './transaction.js';

export interface MigrationReport {
  /** Names of the migrations that this call applied; empty when the schema was already right. */
  readonly applied: readonly string[];
  /** The newest migration in the database. */
  readonly version: string;
}

const OLDEST_MAJOR = 14;

/** @see Database.migrate */
export async function migrateDatabase(pool: Pool): Promise<MigrationReport> {
  const migrations = await loadMigrations();
  return await inTransaction(pool, async (client) => {
    await checkServer(client);
    await client.query('select pg_advisory_xact_lock($1, $2)', [...ADVISORY_LOCKS.migrate]);
    await client.query(
      `create table if not exists schema_migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const found = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration order by name',
    );
    const open = pending(migrations, found.rows);
    for (const migration of open) await apply(client, migration);
    return { applied: open.map((migration) => migration.name), version: migrations.at(-1)?.name ?? '' };
  });
}

async function checkServer(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version,
       current_setting('server_encoding') as encoding`,
  );
  const { number, version, encoding } = rows[0] as (typeof rows)[number];
  if (Number(number) < OLDEST_MAJOR * 10_000) {
    throw storeError('STORE_VERSION_UNSUPPORTED', { version, needed: OLDEST_MAJOR });
  }
  if (encoding !== 'UTF8') throw storeError('STORE_ENCODING_UNSUPPORTED', { encoding });
}

/** Applied ones must be the same ones, in the same order; what is left is to do. */
function pending(
  known: readonly Migration[],
  applied: readonly { readonly name: string; readonly checksum: string }[],
): readonly Migration[] {
  for (const [index, row] of applied.entries()) {
    const migration = known[index];
    if (migration === undefined) {
      throw storeError('STORE_SCHEMA_NEWER', { found: row.name, known: known.at(-1)?.name ?? 'none' });
    }
    if (migration.name !== row.name || migration.checksum !== row.checksum) {
      throw storeError('STORE_MIGRATION_CHANGED', { name: row.name });
    }
  }
  return known.slice(applied.length);
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    for (const extension of migration.extensions) {
      await client.query(`create extension if not exists "${extension}"`).catch((error: Error) => {
        if (isStoreAway(error)) throw error;
        throw storeError('STORE_EXTENSION_MISSING', { extension, reason: error.message }, error);
      });
    }
    await client.query(migration.sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
  } catch (error) {
    if (isStoreAway(error) || !(error instanceof Error) || error.name === 'HadirError') throw error;
    throw storeError('STORE_MIGRATION_FAILED', { name: migration.name, reason: error.message }, error);
  }
}
