import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type LiveLine, live } from './live.js';
import { connectionOf } from './options.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const servers: Server[] = [];

async function serve(handler: Handler) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return connectionOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'hadir_test' });
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const message = (event: string, cursor: number) =>
  `id: ${cursor}\nevent: ${event}\ndata: ${JSON.stringify({ cursor: String(cursor), id: `e${cursor}` })}\n\n`;

const startOf = (request: IncomingMessage): number =>
  Number(new URL(request.url ?? '/', 'http://hub').searchParams.get('after') ?? 100);

/** A feed without end that cuts the line after every third event, in the middle of a message. */
const cutting: Handler = (request, response) => {
  const from = startOf(request);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(message('hello', from));
  for (const step of [1, 2, 3]) response.write(message('attendance', from + step));
  response.write(message('attendance', from + 4).slice(0, 20), () => response.destroy());
};

async function take(count: number, iterator: AsyncGenerator<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const event of iterator) {
    ids.push(event.id);
    if (ids.length === count) break;
  }
  return ids;
}

describe('following the live stream', () => {
  it('goes on after the last event when the line breaks, without gap or double', async () => {
    const lines: LiveLine[] = [];
    const connection = await serve(cutting);
    const ids = await take(10, live(connection, { after: '5', onLine: (line) => lines.push(line) }));
    expect(ids).toEqual(['e6', 'e7', 'e8', 'e9', 'e10', 'e11', 'e12', 'e13', 'e14', 'e15']);
    expect(lines.filter((line) => line.state === 'open').map((line) => line.cursor)).toEqual(['5', '8', '11', '14']);
    expect(lines.filter((line) => line.state === 'waiting')).toHaveLength(3);
  });

  it('resumes from where it began when the line breaks before the first event', async () => {
    let connections = 0;
    const asked: (string | null)[] = [];
    const connection = await serve((request, response) => {
      connections += 1;
      asked.push(new URL(request.url ?? '/', 'http://hub').searchParams.get('after'));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(message('hello', 41));
      if (connections === 1) response.write(message('heartbeat', 43), () => response.destroy());
      else response.write(message('attendance', 44));
    });
    expect(await take(1, live(connection))).toEqual(['e44']);
    expect(asked).toEqual([null, '43']);
  });

  it('sends the key and the filters', async () => {
    const seen: string[] = [];
    const connection = await serve((request, response) => {
      seen.push(request.headers.authorization ?? '', request.url ?? '');
      cutting(request, response);
    });
    await take(1, live(connection, { after: '1', deviceId: 'd', personId: 'p', verdict: 'review' }));
    expect(seen[0]).toBe('Bearer hadir_test');
    expect(seen[1]).toContain('after=1&deviceId=d&personId=p&verdict=review');
  });

  it('ends without an error when it is told to, also while it waits', async () => {
    const connection = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(message('hello', startOf(request)));
    });
    const stop = new AbortController();
    const open = once(stop.signal, 'abort');
    const listening = take(1, live(connection, { signal: stop.signal, onLine: () => stop.abort() }));
    expect(await listening).toEqual([]);
    await open;
  });

  it('throws when the hub refuses for good, and tries again when it is only busy', async () => {
    let answers = 0;
    const problem = (status: number, code: string, retryable: boolean) =>
      JSON.stringify({ title: 't', status, code, remedy: 'r', retryable, requestId: '1' });
    const connection = await serve((_request, response) => {
      answers += 1;
      const [status, body] =
        answers === 1
          ? [503, problem(503, 'STREAM_TOO_MANY', true)]
          : answers === 2
            ? [502, '<html>bad gateway</html>']
            : [401, problem(401, 'AUTH_KEY_REFUSED', false)];
      response.writeHead(status, { 'content-type': 'application/problem+json' }).end(body);
    });
    await expect(take(1, live(connection))).rejects.toMatchObject({ code: 'AUTH_KEY_REFUSED' });
    expect(answers).toBe(3);
  });

  it('refuses what is not an event stream', async () => {
    const connection = await serve((_request, response) => response.end('{}'));
    await expect(take(1, live(connection))).rejects.toMatchObject({ code: 'CLIENT_ANSWER_UNEXPECTED' });
  });

  it('closes the line when the reader leaves', async () => {
    let closed = false;
    const connection = await serve((request, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(message('hello', startOf(request)) + message('attendance', startOf(request) + 1));
    });
    await take(1, live(connection));
    await expect.poll(() => closed).toBe(true);
  });
});
