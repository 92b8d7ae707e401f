import { faceError } from '../../errors.js';
import { readDahuaPairs } from '../../wire/dahua-records.js';
import type { HttpAnswer, HttpClient } from '../http-client.js';

/** The CGI protocol over one sign-in: most orders are a GET with its arguments in the query. */
export interface DahuaApi {
  readonly address: string;
  readonly client: HttpClient;
  /** @throws as `HttpClient.send`, FACE_TERMINAL_REFUSED, FACE_TERMINAL_UNSUPPORTED */
  get(path: string, signal: AbortSignal, maxBytes?: number): Promise<Buffer>;
  /** JSON orders of newer firmware. @throws as `get` */
  post(path: string, body: string, signal: AbortSignal): Promise<Buffer>;
  /** Answers of `key=value` lines. @throws as `get` */
  pairs(path: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
}

/** Terminals work out a template before they answer. */
const POST_TIMEOUT_MS = 30_000;

export function dahuaApi(client: HttpClient): DahuaApi {
  const { address } = client;

  function taken(path: string, { status, body }: HttpAnswer): Buffer {
    const said = body.subarray(0, 160).toString('utf8').replaceAll(/\s+/g, ' ').trim();
    // Some firmware says "Error" with a success.
    if (status >= 200 && status < 300 && !/^Error\b/i.test(said)) return body;
    const where = path.split('?')[0] ?? '';
    if (status === 404 || status === 501) throw faceError('FACE_TERMINAL_UNSUPPORTED', { address, path: where });
    throw faceError('FACE_TERMINAL_REFUSED', { address, path: where, reason: `HTTP ${status} ${said}`.trim() });
  }

  async function get(path: string, signal: AbortSignal, maxBytes?: number): Promise<Buffer> {
    return taken(path, await client.send(path, { signal, ...(maxBytes === undefined ? {} : { maxBytes }) }));
  }

  async function post(path: string, body: string, signal: AbortSignal): Promise<Buffer> {
    const order = {
      method: 'POST',
      body,
      contentType: 'application/json',
      timeoutMs: POST_TIMEOUT_MS,
      signal,
    } as const;
    return taken(path, await client.send(path, order));
  }

  return { address, client, get, post, pairs: async (path, signal) => readDahuaPairs(await get(path, signal)) };
}
