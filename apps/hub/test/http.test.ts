import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../src/auth/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({
    databaseUrl: database.url,
    settings: {
      limits: { requestsPerMinute: 1_000_000, failedLoginsPerMinute: 10_000, requestTimeoutSeconds: 2, bodyKiB: 64 },
    },
  });
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const fill = (url: string): string =>
  url
    .replaceAll(/:(id|commandId)/g, NOBODY)
    .replaceAll(/:\w+/g, 'x')
    .replace('*', 'x');
const guarded = () =>
  (hub.running.http?.routes ?? []).filter((route) => route.scope !== 'public' && route.method !== 'OPTIONS');

describe('every route', () => {
  it('is refused without a key, with a wrong one, and with every scope but its own', async () => {
    const keys = new Map<string, string>();
    for (const scope of SCOPES) keys.set(scope, await hub.key(scope));
    const routes = guarded();
    expect(routes.length).toBeGreaterThan(45);
    for (const route of routes) {
      const ask = async (key: string | null) => {
        // Loopback is let in to /metrics; a forwarded caller is not local.
        const headers = { 'x-forwarded-for': '10.0.0.9' };
        const { status, body } = await hub.call<{ code?: string }>(route.method, fill(route.url), { key, headers });
        return `${status} ${body.code}`;
      };
      const name = `${route.method} ${route.url}`;
      expect(await ask(null), name).toBe('401 AUTH_REQUIRED');
      expect(await ask(`hadir_00000000_${'0'.repeat(64)}`), name).toBe('401 AUTH_KEY_REFUSED');
      expect(await ask('nonsense'), name).toBe('401 AUTH_KEY_REFUSED');
      if (route.scope === 'any') continue;
      for (const [scope, key] of keys) {
        const fits = scope === 'admin' || scope === route.scope || scope === route.scope.replace(':read', ':write');
        if (!fits) expect(await ask(key), `${name} with ${scope}`).toBe('403 AUTH_SCOPE_MISSING');
      }
    }
  });

  it('says in the document which scope it needs', async () => {
    const document = await hub.call<{ paths: Record<string, Record<string, { security?: { key: string[] }[] }>> }>(
      'GET',
      '/docs/json',
    );
    for (const route of guarded()) {
      const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
      const told = document.body.paths[path]?.[route.method.toLowerCase()]?.security?.[0]?.key;
      expect(told, `${route.method} ${path}`).toEqual(route.scope === 'any' ? [] : [route.scope]);
    }
  });

  it('never answers 500, whatever the body, the query or the path', async () => {
    const routes = guarded().filter(
      (route) => !route.url.includes('/stream') && !route.url.includes('/discover') && !route.url.includes('/restart'),
    );
    const anything = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '{',
        '[]',
        'null',
        '{"__proto__":{"admin":true}}',
        '"\\u0000"',
        '{"name":"\\u0000"}',
        '\u00ff\u00fe',
        '',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        anything,
        fc.string({ maxLength: 30 }),
        async (route, body, word) => {
          const path = fill(route.url).replaceAll(
            NOBODY,
            fc.sample(fc.boolean(), 1)[0] ? NOBODY : encodeURIComponent(word || 'x'),
          );
          const query = `?limit=${encodeURIComponent(word)}&cursor=${encodeURIComponent(word)}&from=${encodeURIComponent(word)}`;
          const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
          const { status, body: answer } = await hub.call<{ code?: string }>(
            route.method,
            `${path}${word.length % 2 ? query : ''}`,
            hasBody ? { body } : {},
          );
          expect(status, `${route.method} ${path} ${body} → ${JSON.stringify(answer)}`).toBeLessThan(500);
          if (status >= 400) expect(answer.code).toMatch(/^[A-Z_]+$/);
        },
      ),
      { numRuns: 400, endOnFailure: true },
    );
  });

  it('takes text that PostgreSQL cannot hold without falling', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const nested = await hub.call('POST', '/api/v1/devices', {
      body: `{"pluginId":"gate","name":"t","config":{"users":${deep}}}`,
    });
    expect(nested).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID' } });
    for (const name of ['a\u0000b', '\ud800', '\u0007', '   ']) {
      const { status } = await hub.call('POST', '/api/v1/people', {
        body: { name, numbers: [{ kind: 'local', value: name }] },
      });
      expect(status, JSON.stringify(name)).toBeLessThan(500);
    }
    const search = await hub.call('GET', `/api/v1/people?search=${encodeURIComponent('%_\\')}%00`);
    expect(search.status).toBeLessThan(500);
  });
});

describe('problems', () => {
  it('name the field, the code and what to do, in the language asked for', async () => {
    const ask = (language: string) =>
      hub.call<{ code: string; title: string; remedy: string; errors: { pointer: string; message: string }[] }>(
        'POST',
        '/api/v1/keys',
        {
          body: { name: 'x', scopes: ['god'], extra: 1 },
          headers: { 'accept-language': language },
        },
      );
    const english = await ask('en');
    expect(english.status).toBe(422);
    expect(english.headers.get('content-type')).toContain('application/problem+json');
    expect(english.body.code).toBe('REQUEST_INVALID');
    expect(english.body.errors.map((one) => one.pointer).sort()).toEqual(['/extra', '/scopes/0']);
    const indonesian = await ask('id');
    expect(indonesian.body.title).toContain('tidak sah');
    expect(indonesian.body.errors.find((one) => one.pointer === '/extra')?.message).toBe('tidak dikenal');
    expect(indonesian.headers.get('content-language')).toBe('id');
  });

  it('tell broken JSON, a wrong type and an endless body apart', async () => {
    const send = (body: string, type = 'application/json') =>
      hub.call<{ code: string }>('POST', '/api/v1/people', { body, headers: { 'content-type': type } });
    expect(await send('{"name":')).toMatchObject({ status: 400, body: { code: 'REQUEST_UNREADABLE' } });
    expect(await send('<a/>', 'application/xml')).toMatchObject({ status: 415, body: { code: 'REQUEST_MEDIA_TYPE' } });
    expect(await send(`{"name":"${'x'.repeat(80_000)}"}`)).toMatchObject({
      status: 413,
      body: { code: 'REQUEST_TOO_LARGE' },
    });
    expect(await hub.call('GET', '/api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
    expect(await hub.call('GET', '/api/v1/events?cursor=abc')).toMatchObject({
      status: 422,
      body: { code: 'CURSOR_INVALID' },
    });
  });

  it('answer a caller that dribbles its request, and hang up', async () => {
    const { port } = new URL(hub.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => undefined);
      socket.write(
        `POST /api/v1/people HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${hub.adminKey}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      );
      const dribble = setInterval(() => socket.write(' '), 300);
      socket.on('close', () => clearInterval(dribble));
    });
    expect(answer).toContain('HTTP/1.1 408');
    expect((await hub.call('GET', '/livez', { key: null })).status).toBe(200);
  }, 20_000);

  it('answer what is not HTTP', async () => {
    const { port } = new URL(hub.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('400 Bad Request');
  });
});

describe('keys', () => {
  it('end at once when revoked or expired, and hand on no more than they have', async () => {
    const made = await hub.call<{ token: string; key: { id: string } }>('POST', '/api/v1/keys', {
      body: {
        name: 'short',
        scopes: ['events:read', 'keys:write'],
        expiresAt: new Date(Date.now() + 1500).toISOString(),
      },
    });
    const { token: key } = made.body;
    expect((await hub.call('GET', '/api/v1/events', { key })).status).toBe(200);
    const beyond = await hub.call('POST', '/api/v1/keys', { key, body: { name: 'more', scopes: ['admin'] } });
    expect(beyond).toMatchObject({ status: 403, body: { code: 'KEY_SCOPE_BEYOND' } });
    await eventually(async () => (await hub.call('GET', '/api/v1/events', { key })).status === 401, 5_000);

    const other = await hub.call<{ token: string; key: { id: string } }>('POST', '/api/v1/keys', {
      body: { name: 'o', scopes: ['events:read'] },
    });
    expect((await hub.call('GET', '/api/v1/events', { key: other.body.token })).status).toBe(200);
    await hub.call('DELETE', `/api/v1/keys/${other.body.key.id}`);
    expect((await hub.call('GET', '/api/v1/events', { key: other.body.token })).body).toMatchObject({
      code: 'AUTH_KEY_REFUSED',
    });
    const listed = await hub.call<{ items: object[] }>('GET', '/api/v1/keys');
    expect(JSON.stringify(listed.body)).not.toContain(other.body.token);
  });
});

describe('pages', () => {
  it('give every event once while new ones arrive', async () => {
    const device = await hub.call<{ id: string }>('POST', '/api/v1/devices', {
      body: { pluginId: 'gate', name: 'Sibuk', config: { users: 7, backlog: 600, everyMs: 5 } },
    });
    const page = (query: string) =>
      hub.call<{ items: { id: string; occurredAt: string }[]; next: string | null }>(
        'GET',
        `/api/v1/events?deviceId=${device.body.id}&${query}`,
      );
    await eventually(async () => (await page('limit=500')).body.next !== null);
    const { rows } = await database.pool.query<{ id: string }>('select id from attendance_event where device_id = $1', [
      device.body.id,
    ]);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await page(`limit=37${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.items.map((one) => one.id));
      cursor = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const there = new Set(seen);
    expect(rows.every((row) => there.has(row.id))).toBe(true);
    const after = await database.pool.query<{ count: number }>(
      'select count(*) from attendance_event where device_id = $1',
      [device.body.id],
    );
    expect(after.rows[0]?.count).toBeGreaterThan(rows.length);
    await hub.call('DELETE', `/api/v1/devices/${device.body.id}`);
  });
});

describe('wrong keys', () => {
  it('are counted by address, and right ones are let through before the limit', async () => {
    const own = await postgres.database();
    const strict = await startTestHub({
      databaseUrl: own.url,
      plugins: [],
      settings: { limits: { failedLoginsPerMinute: 3 } },
    });
    try {
      const codes: unknown[] = [];
      for (let i = 0; i < 5; i++)
        codes.push((await strict.call('GET', '/api/v1/events', { key: `nonsense${i}` })).body.code);
      expect(codes).toEqual([
        'AUTH_KEY_REFUSED',
        'AUTH_KEY_REFUSED',
        'AUTH_KEY_REFUSED',
        'AUTH_TOO_MANY_FAILURES',
        'AUTH_TOO_MANY_FAILURES',
      ]);
    } finally {
      await strict.stop();
      await own.drop();
    }
  });
});
