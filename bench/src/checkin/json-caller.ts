import { Agent, request } from 'node:http';

/** @throws when the hub does not answer with success */
export type JsonCaller = <Body>(method: string, path: string, body: unknown, key?: string) => Promise<Body>;

/** Calls of the hub's API over kept connections, with as little work of our own as can be: we share the machine with it. */
export function jsonCaller(url: string, connections: number): { readonly call: JsonCaller; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const base = new URL('/api/v1', url);
  const call: JsonCaller = <Body>(method: string, path: string, body: unknown, key?: string) =>
    new Promise<Body>((resolve, reject) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const headers = {
        'content-type': 'application/json',
        'content-length': bytes.length,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      };
      const sent = request(
        { agent, method, host: base.hostname, port: base.port, path: `${base.pathname}${path}`, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if ((response.statusCode ?? 500) >= 300)
              reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
            else resolve((text === '' ? null : JSON.parse(text)) as Body);
          });
        },
      );
      sent.on('error', reject);
      sent.end(bytes);
    });
  return { call, close: () => agent.destroy() };
}
