import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let database: TestDatabase;
const hubs: TestHub[] = [];
const KEY = 'ab'.repeat(32);

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
});
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()));
  await database?.drop();
  await postgres?.stop();
});

const events = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>('select count(*) from attendance_event');
  return rows[0]?.count ?? 0;
};

describe('two hubs on one database', () => {
  it('share the work: one runs the plugins, the other takes over when it goes', async () => {
    const first = await startTestHub({
      databaseUrl: database.url,
      settings: { secretKey: KEY, database: { url: database.url, poolSize: 6 } },
    });
    hubs.push(first);
    const added = await first.call('POST', '/api/v1/devices', {
      body: { pluginId: 'gate', name: 'Bersama', config: { users: 3, backlog: 20, everyMs: 100 } },
    });
    expect(added.status).toBe(201);
    const second = await startTestHub({
      databaseUrl: database.url,
      settings: { secretKey: KEY, database: { url: database.url, poolSize: 6 } },
    });
    hubs.push(second);
    expect(second.running.firstKey).toBeNull();
    const ask = () => second.call<{ code?: string }>('GET', '/api/v1/plugins', { key: first.adminKey });
    expect(await ask()).toMatchObject({ status: 503, body: { code: 'HUB_FEATURE_ABSENT' } });
    // What does not need the plugins is answered by both.
    expect((await second.call('GET', '/api/v1/devices', { key: first.adminKey })).status).toBe(200);
    await eventually(async () => (await events()) > 20);
    await first.stop();
    hubs.shift();
    await eventually(async () => (await ask()).status === 200);
    const before = await events();
    await eventually(async () => (await events()) > before + 5);
  }, 60_000);

  it('lives through the death of its database: the way in opens again by itself, nothing is lost or doubled', async () => {
    const [hub] = hubs as [TestHub];
    const before = await events();
    await postgres.kill();
    await eventually(async () => (await events().catch(() => 0)) > before + 10, 60_000);
    expect((await hub.call('GET', '/readyz', { key: null })).status).toBe(200);
    const { rows } = await database.pool.query<{ events: number; rows: number }>(
      `select (select count(*) from attendance_event) as events, (select count(distinct reading_key) from journal where kind = 'punch') as rows`,
    );
    expect(Math.abs((rows[0]?.events ?? 0) - (rows[0]?.rows ?? 0))).toBeLessThan(10);
  }, 90_000);

  it('keeps the first key for the first start that succeeds', async () => {
    const fresh = await postgres.database();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      const { port } = taken.address() as AddressInfo;
      const options = { databaseUrl: fresh.url };
      await expect(startTestHub({ ...options, settings: { http: { port } } })).rejects.toThrow('HUB_PORT_TAKEN');
      const hub = await startTestHub(options);
      expect(hub.adminKey).toMatch(/^hadir_/);
      await hub.stop();
    } finally {
      taken.close();
      await fresh.drop();
    }
  }, 60_000);

  it('starts again after a stop', async () => {
    const [hub] = hubs as [TestHub];
    await hub.hub.stop();
    await hub.hub.stop();
    const again = await hub.hub.start();
    expect(again.firstKey).toBeNull();
    expect((await fetch(`${again.url}/livez`)).status).toBe(200);
  }, 60_000);
});
