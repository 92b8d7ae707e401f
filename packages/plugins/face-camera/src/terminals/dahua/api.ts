import { faceError } from '../../errors.js';
import { readDahuaPairs } from '../../wire/dahua-records.js';
import type { HttpClient } from '../http-client.js';

/** The CGI protocol over one sign-in: every order is a GET with its arguments in the query. */
export interface DahuaApi {
  readonly address: string;
  readonly client: HttpClient;
  /** @throws as `HttpClient.send`, FACE_TERMINAL_REFUSED, FACE_TERMINAL_UNSUPPORTED */
  get(path: string, signal: AbortSignal, maxBytes?: number): Promise<Buffer>;
  /** Answers of `key=value` lines. @throws as `get` */
  pairs(path: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
}

export function dahuaApi(client: HttpClient): DahuaApi {
  const { address } = client;

  async function get(path: string, signal: AbortSignal, maxBytes?: number): Promise<Buffer> {
    const { status, body } = await client.send(path, { signal, ...(maxBytes === undefined ? {} : { maxBytes }) });
    if (status >= 200 && status < 300) return body;
    const where = path.split('?')[0] ?? '';
    if (status === 404 || status === 501) throw faceError('FACE_TERMINAL_UNSUPPORTED', { address, path: where });
    const said = body.subarray(0, 160).toString('utf8').replaceAll(/\s+/g, ' ').trim();
    throw faceError('FACE_TERMINAL_REFUSED', { address, path: where, reason: `HTTP ${status} ${said}`.trim() });
  }

  return { address, client, get, pairs: async (path, signal) => readDahuaPairs(await get(path, signal)) };
}
