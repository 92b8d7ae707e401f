import { pause } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import { type HikStatus, hikStatusText, readHikStatus } from '../../wire/hik-status.js';
import { parseJson } from '../../wire/json.js';
import type { HttpAnswer, HttpClient, HttpOrder } from '../http-client.js';

/** ISAPI over one sign-in. */
export interface HikApi {
  readonly address: string;
  readonly client: HttpClient;
  /** @throws as `HttpClient.send`, FACE_TERMINAL_REFUSED, FACE_TERMINAL_UNSUPPORTED */
  text(path: string, order: HttpOrder): Promise<string>;
  /** @throws as `text`, FACE_WIRE_UNREADABLE */
  json(path: string, order: HttpOrder): Promise<unknown>;
  /** An order whose refusal the caller wants to look at. Null: done. @throws as `HttpClient.send` */
  order(path: string, order: HttpOrder): Promise<HikRefusal | null>;
}

export interface HikRefusal {
  readonly httpStatus: number;
  readonly status: HikStatus | null;
  readonly isUnsupported: boolean;
  readonly reason: string;
}

const FORMAT = 'hikvision-isapi';
/** ResponseStatus 2 and HTTP 503: ask again in a moment. */
const BUSY = 2;
const NOT_SUPPORTED = 4;
const BUSY_TRIES = 3;
const BUSY_PAUSE_MS = 1_000;

/** What stands in an answer that is no success; null for a success. */
function refusalOf({ status, body }: HttpAnswer): HikRefusal | null {
  const isHttpOk = status >= 200 && status < 300;
  // A success may be any document; only a status in it can be a refusal.
  const said = body.length < 16 * 1024 ? readHikStatus(body) : null;
  if (isHttpOk && (said === null || said.ok)) return null;
  return {
    httpStatus: status,
    status: said,
    isUnsupported:
      status === 404 || status === 501 || said?.statusCode === NOT_SUPPORTED || said?.subStatusCode === 'notSupport',
    reason: said === null ? `HTTP ${status}` : hikStatusText(said),
  };
}

export function hikApi(client: HttpClient): HikApi {
  const { address } = client;

  async function send(path: string, order: HttpOrder): Promise<{ answer: HttpAnswer; refusal: HikRefusal | null }> {
    for (let tries = 1; ; tries++) {
      const answer = await client.send(path, order);
      const refusal = refusalOf(answer);
      const isBusy = refusal !== null && (refusal.httpStatus === 503 || refusal.status?.statusCode === BUSY);
      if (!isBusy || tries >= BUSY_TRIES) return { answer, refusal };
      await pause(BUSY_PAUSE_MS, order.signal);
      order.signal.throwIfAborted();
    }
  }

  async function done(path: string, order: HttpOrder): Promise<HttpAnswer> {
    const { answer, refusal } = await send(path, order);
    if (refusal !== null) throw refused(address, path, refusal);
    return answer;
  }

  return {
    address,
    client,
    text: async (path, order) => (await done(path, order)).body.toString('utf8'),
    json: async (path, order) => {
      const { body } = await done(
        path,
        order.body === undefined ? order : { contentType: 'application/json', ...order },
      );
      return parseJson(body, FORMAT);
    },
    order: async (path, order) => (await send(path, { contentType: 'application/json', ...order })).refusal,
  };
}

export function refused(address: string, path: string, { isUnsupported, reason }: HikRefusal) {
  const where = path.split('?')[0] ?? '';
  if (isUnsupported) return faceError('FACE_TERMINAL_UNSUPPORTED', { address, path: where });
  return faceError('FACE_TERMINAL_REFUSED', { address, path: where, reason });
}
