import { type HadirError, isHadirError } from '@hadir/sdk';
import { faceError } from '../errors.js';
import {
  type HttpAnswer,
  type HttpClient,
  type HttpOrder,
  type HttpStream,
  httpClient,
} from '../terminals/http-client.js';
import { MAX_FRAME_BYTES } from './frame.js';

/** With what a camera is spoken to. */
export interface CameraAccess {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly certificateSha256: string | undefined;
}

export interface CameraHttp {
  /**
   * An answer as a whole, with status 200 or one of those that are expected.
   * @throws FACE_CAMERA_UNREACHABLE, _SILENT, _DENIED, _ANSWER, _CERTIFICATE, FACE_FRAME_TOO_LARGE, or the signal's reason
   */
  send(url: URL, order: HttpOrder, expected?: readonly number[]): Promise<HttpAnswer>;
  /** One that does not end. @throws as `send`, also while it is read */
  open(url: URL, order: HttpOrder & { readonly idleMs: number }): Promise<HttpStream>;
  close(): void;
}

const ANSWER_MS = 10_000;

/** One camera over HTTP. Its addresses may lie on more than one port: ONVIF here, pictures there. */
export function cameraHttp(access: CameraAccess): CameraHttp {
  const clients = new Map<string, HttpClient>();
  const clientOf = (url: URL): HttpClient => {
    const known = clients.get(url.origin);
    if (known !== undefined) return known;
    const isTls = url.protocol === 'https:';
    const client = httpClient({
      host: url.hostname.replaceAll(/[[\]]/g, ''),
      port: Number(url.port) || (isTls ? 443 : 80),
      tls: isTls ? { certificateSha256: access.certificateSha256 ?? null } : null,
      username: access.username ?? '',
      password: access.password ?? '',
    });
    clients.set(url.origin, client);
    return client;
  };
  const limits = { timeoutMs: ANSWER_MS, maxBytes: MAX_FRAME_BYTES };
  return {
    async send(url, order, expected = []) {
      try {
        const answer = await clientOf(url).send(`${url.pathname}${url.search}`, { ...limits, ...order });
        if (!expected.includes(answer.status)) demandOk(answer.status, url);
        return answer;
      } catch (error) {
        throw asCameraError(error, url.host);
      }
    },
    async open(url, order) {
      try {
        const stream = await clientOf(url).open(`${url.pathname}${url.search}`, { ...limits, ...order });
        if (stream.status !== 200) stream.close();
        demandOk(stream.status, url);
        return { ...stream, pieces: translated(stream.pieces, url.host) };
      } catch (error) {
        throw asCameraError(error, url.host);
      }
    },
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

function demandOk(status: number, { host, pathname }: URL): void {
  if (status === 200) return;
  if (status === 403) throw faceError('FACE_CAMERA_DENIED', { host });
  throw faceError('FACE_CAMERA_ANSWER', { host, path: pathname, what: `HTTP ${status}` });
}

async function* translated(pieces: AsyncIterable<Buffer>, host: string): AsyncIterable<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    throw asCameraError(error, host);
  }
}

/** The same line, spoken of as a camera's: what helps with a terminal does not with a camera. */
function asCameraError(error: unknown, host: string): unknown {
  if (!isHadirError(error)) return error;
  return translate(error, host) ?? error;
}

function translate(error: HadirError, host: string): HadirError | null {
  const { details } = error;
  const seconds = Math.round(Number(details.silenceMs ?? details.timeoutMs ?? ANSWER_MS) / 1000);
  switch (error.code) {
    case 'FACE_TERMINAL_UNREACHABLE':
      return faceError('FACE_CAMERA_UNREACHABLE', { host, reason: details.reason ?? 'error' }, error);
    case 'FACE_TERMINAL_LINE_CUT':
      return faceError('FACE_CAMERA_UNREACHABLE', { host, reason: 'broken off' }, error);
    case 'FACE_TERMINAL_TIMEOUT':
    case 'FACE_TERMINAL_SILENT':
      return faceError('FACE_CAMERA_SILENT', { host, seconds }, error);
    case 'FACE_TERMINAL_AUTH':
    case 'FACE_WIRE_DIGEST':
      return faceError('FACE_CAMERA_DENIED', { host }, error);
    case 'FACE_TERMINAL_CERTIFICATE':
      return faceError('FACE_CAMERA_CERTIFICATE', { host }, error);
    case 'FACE_WIRE_TOO_LARGE':
      return faceError('FACE_FRAME_TOO_LARGE', { limitBytes: MAX_FRAME_BYTES }, error);
    default:
      return null;
  }
}
