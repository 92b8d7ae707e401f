import { realpath } from 'node:fs/promises';
import pg from 'pg';
import { DATABASE, urlOf } from './address.js';
import type { Layout } from './layout.js';

/** What answers at the layout's address. */
export type Answer = 'ours' | 'starting' | 'stranger' | 'nobody';

/** SQLSTATE: the server is starting up or shutting down. */
const CANNOT_CONNECT_NOW = '57P03';
/** The server refuses the password or knows no such role: another server on our port. */
const REFUSALS = new Set(['28P01', '28000', '3D000', '42501']);

/** Connects with our password and asks whose data it serves. Never throws. */
export async function probe(layout: Layout): Promise<Answer> {
  const client = newClient(layout);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    return (await realpath(rows[0]?.folder ?? '')) === (await realpath(layout.dataFolder)) ? 'ours' : 'stranger';
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code === CANNOT_CONNECT_NOW) return 'starting';
    return REFUSALS.has(code) ? 'stranger' : 'nobody';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Version of the running server, such as `18.4`. */
export async function runningVersion(layout: Layout): Promise<string> {
  return await withClient(layout, async (client) => {
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    return rows[0]?.version.split(' ')[0] ?? '';
  });
}

/** The hub's own database, beside `postgres`, which tools expect to find empty. */
export async function ensureDatabase(layout: Layout): Promise<void> {
  await withClient(layout, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function withClient<Result>(layout: Layout, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = newClient(layout);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function newClient(layout: Layout): pg.Client {
  const client = new pg.Client({
    connectionString: urlOf(layout, 'postgres'),
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
    application_name: 'hadir postgres',
  });
  client.on('error', () => undefined);
  return client;
}
