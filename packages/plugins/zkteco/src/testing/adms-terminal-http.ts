import { Agent, type IncomingMessage, request } from 'node:http';

export interface AdmsAnswer {
  readonly status: number;
  readonly body: string;
  readonly date: Date | null;
}

/** Sends one request the way terminals do: raw text under a content type that says otherwise. */
export interface AdmsHttp {
  send(method: 'GET' | 'POST', pathAndQuery: string, body?: string | Buffer): Promise<AdmsAnswer>;
  close(): void;
}

export function admsHttp(server: string, timeoutMs: number): AdmsHttp {
  const base = new URL(server.endsWith('/') ? server : `${server}/`);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send(method, pathAndQuery, body) {
      return new Promise((resolve, reject) => {
        const outgoing = request(
          new URL(pathAndQuery, base),
          {
            method,
            agent,
            timeout: timeoutMs,
            headers: {
              'User-Agent': 'iClock Proxy/1.09',
              ...(body === undefined
                ? {}
                : {
                    'Content-Type': 'application/x-www-form-urlencoded',
                    'Content-Length': Buffer.byteLength(body),
                  }),
            },
          },
          (incoming) => {
            readAnswer(incoming).then(resolve, reject);
          },
        );
        outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
        outgoing.on('error', reject);
        outgoing.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

async function readAnswer(incoming: IncomingMessage): Promise<AdmsAnswer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return {
    status: incoming.statusCode ?? 0,
    body: Buffer.concat(pieces).toString('utf8'),
    date: incoming.headers.date === undefined ? null : new Date(incoming.headers.date),
  };
}
