import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ADVISORY_LOCKS, inTransaction } from '../src/store/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let deviceId: string;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({ databaseUrl: database.url, settings: { limits: { streamStallSeconds: 1, streams: 5 } } });
  const made = await hub.call<{ id: string }>('POST', '/api/v1/devices', {
    body: { pluginId: 'gate', name: 'Arus', config: { users: 3, backlog: 4000, everyMs: 10 } },
  });
  deviceId = made.body.id;
});
afterAll(async () => {
  const began = performance.now();
  await hub?.stop();
  // Whatever the clients above left behind: no socket may hold up the stop.
  expect(performance.now() - began).toBeLessThan(8_000);
  await database?.drop();
  await postgres?.stop();
});

interface Message {
  readonly type: string;
  readonly cursor: string;
}

const wsUrl = (query: string): string => `${hub.url.replace('http', 'ws')}/api/v1/stream?${query}`;
const allIds = async (upTo: number): Promise<string[]> => {
  const { rows } = await database.pool.query<{ position: number }>(
    'select position from attendance_event where position <= $1 order by position',
    [upTo],
  );
  return rows.map((row) => String(row.position));
};

describe('the live stream over WebSocket', () => {
  it('misses nothing and doubles nothing across a hundred cut connections', async () => {
    const seen: string[] = [];
    let cuts = 0;
    while (cuts < 100) {
      const after = seen.at(-1) ?? '0';
      await new Promise<void>((resolve) => {
        const socket = new WebSocket(wsUrl(`after=${after}`), { headers: { authorization: `Bearer ${hub.adminKey}` } });
        const wanted = 1 + (cuts % 60);
        let taken = 0;
        socket.on('message', (data) => {
          const message = JSON.parse(String(data)) as Message;
          if (message.type !== 'event' || taken >= wanted) return;
          seen.push(message.cursor);
          taken += 1;
          if (taken === wanted) socket.terminate();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
      cuts += 1;
    }
    expect(seen.length).toBeGreaterThan(2000);
    expect(seen).toEqual(await allIds(Number(seen.at(-1))));
  }, 60_000);

  it('is refused in HTTP before the upgrade: no key, a bad cursor, too many', async () => {
    const refused = (query: string, key: string | null) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(wsUrl(query), key === null ? {} : { headers: { authorization: `Bearer ${key}` } });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('open', () => {
          socket.terminate();
          resolve(101);
        });
        socket.on('error', () => undefined);
      });
    expect(await refused('', null)).toBe(401);
    expect(await refused('', await hub.key('people:read'))).toBe(403);
    expect(await refused('after=x', hub.adminKey)).toBe(422);
    const open = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const socket = new WebSocket(wsUrl(''), { headers: { authorization: `Bearer ${hub.adminKey}` } });
        socket.on('error', () => undefined);
        await new Promise((resolve) => socket.once('message', resolve));
        return socket;
      }),
    );
    expect(await refused('', hub.adminKey)).toBe(503);
    for (const socket of open) socket.terminate();
    await eventually(async () => (await refused('', hub.adminKey)) === 101);
  });

  it('lets a browser in with a ticket, once', async () => {
    const { body } = await hub.call<{ ticket: string }>('POST', '/api/v1/stream/tickets');
    const come = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(wsUrl(`ticket=${body.ticket}&after=0`));
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('message', () => {
          socket.terminate();
          resolve(101);
        });
        socket.on('error', () => undefined);
      });
    expect(await come()).toBe(101);
    expect(await come()).toBe(401);
    const altered = await hub.call('GET', `/api/v1/stream/sse?ticket=${body.ticket.slice(0, -2)}`, { key: null });
    expect(altered.status).toBe(401);
    // A ticket opens streams and nothing else.
    const fresh = await hub.call<{ ticket: string }>('POST', '/api/v1/stream/tickets');
    expect((await hub.call('GET', `/api/v1/events?ticket=${fresh.body.ticket}`, { key: null })).status).toBe(401);
  });

  it('cuts a client that takes nothing, in bounded memory, and serves the others meanwhile', async () => {
    // Grown beyond what sockets swallow by themselves; under the lock that makes the order of places that of commits.
    await inTransaction(database.pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1, $2)', [...ADVISORY_LOCKS.feed]);
      await client.query(
        `insert into attendance_event select gen_random_uuid(), nextval('feed_position'), 1, device_id, device_user_id, null,
           occurred_at, wall, zone, received_at, clock_offset_ms, methods, direction, assurance, verdict, flags, work_code,
           transport, journal_seq from attendance_event e, generate_series(1, 8) where device_id = $1 and position <= 4000`,
        [deviceId],
      );
    });
    const before = process.memoryUsage().rss;
    const slow = await rawWebSocket();
    slow.pause();
    const fast = new WebSocket(wsUrl('after=0'), { headers: { authorization: `Bearer ${hub.adminKey}` } });
    let taken = 0;
    fast.on('message', () => {
      taken += 1;
    });
    await eventually(() => taken > 20_000, 30_000);
    const ended = new Promise<void>((resolve) => slow.on('close', () => resolve()));
    slow.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    slow.resume();
    await ended;
    fast.terminate();
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  }, 60_000);

  it('ends when its key is revoked', async () => {
    const made = await hub.call<{ token: string; key: { id: string } }>('POST', '/api/v1/keys', {
      body: { name: 'stream', scopes: ['events:read'] },
    });
    const socket = new WebSocket(wsUrl(''), { headers: { authorization: `Bearer ${made.body.token}` } });
    await new Promise((resolve) => socket.once('message', resolve));
    await hub.call('DELETE', `/api/v1/keys/${made.body.key.id}`);
    const code = await new Promise<number>((resolve) => socket.on('close', resolve));
    expect(code).toBe(4401);
  }, 40_000);
});

describe('the live stream over SSE', () => {
  it('resumes from Last-Event-ID, without gaps, across cut connections', async () => {
    const seen: string[] = [];
    for (let cut = 0; cut < 40; cut++) {
      const aborting = new AbortController();
      const response = await fetch(`${hub.url}/api/v1/stream/sse?after=0`, {
        headers: {
          authorization: `Bearer ${hub.adminKey}`,
          ...(seen.length > 0 ? { 'last-event-id': seen.at(-1) ?? '' } : {}),
        },
        signal: aborting.signal,
      });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      const wanted = seen.length + 1 + cut;
      let rest = '';
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          rest += Buffer.from(chunk).toString();
          const messages = rest.split('\n\n');
          rest = messages.pop() ?? '';
          for (const message of messages) {
            const id = /^id: (\d+)\nevent: attendance$/m.exec(message)?.[1];
            if (id !== undefined && seen.length < wanted) seen.push(id);
          }
          if (seen.length >= wanted) aborting.abort();
        }
      } catch (error) {
        if (!aborting.signal.aborted) throw error;
      }
    }
    expect(seen).toEqual(await allIds(Number(seen.at(-1))));
  }, 60_000);
});

/** A client that never reads: the handshake by hand, because a library would read. */
async function rawWebSocket(): Promise<Socket> {
  const { port } = new URL(hub.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    [
      'GET /api/v1/stream?after=0 HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'upgrade: websocket',
      'connection: upgrade',
      'sec-websocket-version: 13',
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
      `authorization: Bearer ${hub.adminKey}`,
      '',
      '',
    ].join('\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}
