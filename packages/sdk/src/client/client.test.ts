import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { createHubClient, isHubProblem } from './index.js';

const servers: Server[] = [];

async function serve(handler: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => handler(request, response, body));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

describe('the hub client', () => {
  it('walks all pages by cursor and keeps the filters', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      const cursor = new URL(request.url ?? '', 'http://hub').searchParams.get('cursor');
      const at = cursor === null ? 0 : Number(cursor);
      json(response, { items: [{ id: `e${at}` }, { id: `e${at + 1}` }], next: at === 4 ? null : String(at + 2) });
    });
    const ids: string[] = [];
    for await (const event of createHubClient({ url }).events.list({ deviceId: 'd', limit: 2 })) ids.push(event.id);
    expect(ids).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
    expect(asked).toEqual([
      '/api/v1/events?deviceId=d&limit=2',
      '/api/v1/events?deviceId=d&limit=2&cursor=2',
      '/api/v1/events?deviceId=d&limit=2&cursor=4',
    ]);
  });

  it('sends bodies, keys and languages, and keeps a path before the API', async () => {
    let seen: unknown;
    const url = await serve((request, response, body) => {
      const { authorization, 'accept-language': language, 'idempotency-key': key } = request.headers;
      seen = { method: request.method, url: request.url, authorization, language, key, body: JSON.parse(body) };
      json(response, { id: 'c1' }, 202);
    });
    const client = createHubClient({ url: `${url}/hadir`, key: 'hadir_x', language: 'en' });
    await client.devices.command('a/b', { name: 'clock.set' }, { deadlineSeconds: 60, idempotencyKey: 'once' });
    expect(seen).toEqual({
      method: 'POST',
      url: '/hadir/api/v1/devices/a%2Fb/commands',
      authorization: 'Bearer hadir_x',
      language: 'en',
      key: 'once',
      body: { command: { name: 'clock.set' }, deadlineSeconds: 60 },
    });
  });

  it('gives undefined for an empty answer', async () => {
    const url = await serve((_request, response) => response.writeHead(204).end());
    expect(await createHubClient({ url }).devices.remove('d')).toBeUndefined();
  });

  it('throws what the hub says, with its code and texts', async () => {
    const problem = {
      type: 'urn:hadir:error:DEVICE_NAME_TAKEN',
      title: 'Nama sudah dipakai.',
      status: 409,
      code: 'DEVICE_NAME_TAKEN',
      remedy: 'Pakai nama lain.',
      retryable: false,
      requestId: 'r1',
      details: { name: 'Gerbang' },
    };
    const url = await serve((_request, response) => json(response, problem, 409));
    const error: unknown = await createHubClient({ url })
      .devices.add({ pluginId: 'zkteco', name: 'Gerbang', config: {} })
      .catch((thrown: unknown) => thrown);
    expect(isHubProblem(error)).toBe(true);
    expect(isHubProblem(error, 'DEVICE_NAME_TAKEN')).toBe(true);
    expect(isHubProblem(error, 'SOMETHING_ELSE')).toBe(false);
    expect(error).toMatchObject({
      code: 'DEVICE_NAME_TAKEN',
      retryable: false,
      details: { name: 'Gerbang' },
      problem: { requestId: 'r1', status: 409 },
    });
  });

  it('tells apart a hub that is away, one that is slow, and something else that answers', async () => {
    const slow = await serve(() => undefined);
    const other = await serve((_request, response) => response.end('<html>'));
    const odd = await serve((_request, response) => json(response, { rows: [] }));
    const away = 'http://127.0.0.1:1';
    const code = (url: string) =>
      createHubClient({ url, timeoutMs: 200 })
        .devices.list()
        .page()
        .catch((error: { code: string }) => error.code);
    expect(await code(slow)).toBe('CLIENT_TIMEOUT');
    expect(await code(other)).toBe('CLIENT_ANSWER_UNEXPECTED');
    expect(await code(odd)).toBe('CLIENT_ANSWER_UNEXPECTED');
    expect(await code(away)).toBe('CLIENT_UNREACHABLE');
  });

  it('stops at once when told to', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const asking = createHubClient({ url }).health(stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(asking).rejects.toThrow('enough');
  });

  it.each([[{ url: 'not a url' }], [{ url: 'ftp://hub' }], [{ url: 'http://hub', timeoutMs: 0 }]])(
    'refuses the options %o',
    (options) => {
      expect(() => createHubClient(options)).toThrow('CLIENT_OPTIONS_INVALID');
    },
  );

  it('bundles for a browser without anything of Node.js', async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [new URL('index.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['hadir-source'],
    });
    expect(warnings).toEqual([]);
    const [file] = outputFiles;
    expect(file?.text).not.toMatch(/from ?["']node:/);
    // Small enough for a page over an office's line.
    expect(file?.contents.byteLength).toBeLessThan(200_000);
  });
});
