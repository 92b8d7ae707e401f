import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearIssue, inTransaction, openDatabase, raiseIssue } from '../src/store/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';

let postgres: TestPostgres;
let db: TestDatabase;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
});
afterAll(async () => {
  await db?.drop();
  await postgres?.stop();
});

describe('migrations', () => {
  it('are applied once, whoever comes first', async () => {
    await db.pool.query('drop schema public cascade; create schema public');
    const others = Array.from({ length: 4 }, () => openDatabase({ url: db.url }));
    const reports = await Promise.all(others.map((other) => other.migrate()));
    expect(reports.filter((report) => report.applied.length > 0)).toHaveLength(1);
    expect(new Set(reports.map((report) => report.version)).size).toBe(1);
    await Promise.all(others.map((other) => other.close()));
  });

  it('refuse a database that was laid out otherwise, or by a newer release', async () => {
    const was = (
      await db.pool.query<{ checksum: string }>('select checksum from schema_migration order by name limit 1')
    ).rows[0]?.checksum;
    await db.pool.query("update schema_migration set checksum = 'x' where name like '0001%'");
    await expect(db.migrate()).rejects.toMatchObject({ code: 'STORE_MIGRATION_CHANGED' });
    await db.pool.query("update schema_migration set checksum = $1 where name like '0001%'", [was]);
    await db.pool.query("insert into schema_migration (name, checksum) values ('9999-future', 'x')");
    await expect(db.migrate()).rejects.toMatchObject({ code: 'STORE_SCHEMA_NEWER' });
    await db.pool.query("delete from schema_migration where name = '9999-future'");
    expect((await db.migrate()).applied).toEqual([]);
  });

  it('say so when the database speaks another encoding', async () => {
    await db.pool.query("create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0");
    const latin = openDatabase({ url: db.url.replace(/\/t_\w+\?/, '/latin?') });
    await expect(latin.migrate()).rejects.toMatchObject({ code: 'STORE_ENCODING_UNSUPPORTED' });
    await latin.close();
    await db.pool.query('drop database latin');
  });

  it('say so when an extension cannot be installed', async () => {
    const name = 'tanpa_hak';
    await db.pool.query(`create role ${name} login password 'x'`);
    await db.pool.query(`create database ${name}`);
    await db.pool.query(`grant all on database ${name} to ${name}; revoke create on database ${name} from ${name}`);
    const url = db.url.replace(/\/\/[^@]+@\/t_\w+\?/, `//${name}:x@/${name}?`);
    const owner = openDatabase({ url: db.url.replace(/\/t_\w+\?/, `/${name}?`) });
    await owner.pool.query(`grant all on schema public to ${name}`);
    const poor = openDatabase({ url });
    await expect(poor.migrate()).rejects.toMatchObject({
      code: 'STORE_EXTENSION_MISSING',
      details: { extension: 'btree_gist' },
    });
    await poor.close();
    await owner.close();
    await db.pool.query(`drop database ${name}`);
    await db.pool.query(`drop role ${name}`);
  });
});

describe('the database handle', () => {
  it('reads numbers as numbers, days as text, instants as dates', async () => {
    const { rows } = await db.pool.query(
      "select 9007199254740991::int8 as big, date '2026-07-15' as day, 'infinity'::date as never, now() as now",
    );
    expect(rows[0]).toMatchObject({ big: 9007199254740991, day: '2026-07-15', never: 'infinity' });
    expect(rows[0].now).toBeInstanceOf(Date);
    await expect(db.pool.query('select 9007199254740993::int8 as big')).rejects.toThrow(RangeError);
  });

  it('tells a database that is away from a statement that is wrong', async () => {
    const nobody = openDatabase({ url: 'postgres://x:y@127.0.0.1:1/z' });
    await expect(inTransaction(nobody.pool, async () => 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await nobody.close();
    await expect(inTransaction(db.pool, (client) => client.query('selct 1'))).rejects.toMatchObject({
      code: 'STORE_FAILED',
      details: { sqlState: '42601' },
    });
  });

  it('begins again when two transactions stand in each other’s way', async () => {
    await db.pool.query('create table pair (id int primary key, n int); insert into pair values (1, 0), (2, 0)');
    const touch = (first: number, second: number) =>
      inTransaction(db.pool, async (client) => {
        await client.query('update pair set n = n + 1 where id = $1', [first]);
        await new Promise((resolve) => setTimeout(resolve, 200));
        await client.query('update pair set n = n + 1 where id = $1', [second]);
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    expect((await db.pool.query('select n from pair order by id')).rows).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('counts the same issue once and begins anew after it was cleared', async () => {
    const issue = { code: 'TEST_ISSUE', subject: 's', details: { n: 1 } };
    await raiseIssue(db.pool, issue);
    await raiseIssue(db.pool, { ...issue, details: { n: 2 } });
    await clearIssue(db.pool, issue);
    await raiseIssue(db.pool, issue);
    const rows = await db.kysely
      .selectFrom('issue')
      .selectAll()
      .where('code', '=', 'TEST_ISSUE')
      .orderBy('first_seen')
      .execute();
    expect(rows.map((row) => [row.times_seen, row.details, row.cleared_at !== null])).toEqual([
      [2, { n: 2 }, true],
      [1, { n: 1 }, false],
    ]);
  });
});
