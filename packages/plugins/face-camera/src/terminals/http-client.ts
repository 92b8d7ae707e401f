import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { isHadirError } from '@hadir/sdk';
import { faceError } from '../errors.js';
import { httpAgent, type TlsChoice } from './http-agent.js';
import { type ChallengeAnswer, httpLogin } from './http-login.js';

export interface HttpEndpoint {
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP. */
  readonly tls: TlsChoice | null;
  readonly username: string;
  readonly password: string;
}

export interface HttpOrder {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  readonly signal: AbortSignal;
  /** For the whole answer; of a stream, for its head. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface HttpStream {
  readonly status: number;
  readonly contentType: string;
  /** Ends when the device ends it; throws FACE_TERMINAL_LINE_CUT or FACE_TERMINAL_SILENT. */
  readonly pieces: AsyncIterable<Buffer>;
  close(): void;
}

/** HTTP with digest sign-in to one device. One password failure ends it: everything after is refused without being sent. */
export interface HttpClient {
  readonly address: string;
  /** @throws FACE_TERMINAL_UNREACHABLE, _TIMEOUT, _AUTH, _CERTIFICATE, FACE_WIRE_DIGEST, FACE_WIRE_TOO_LARGE, or the signal's reason */
  send(path: string, order: HttpOrder): Promise<HttpAnswer>;
  /** @param idleMs longest silence. @throws as `send` */
  open(path: string, order: HttpOrder & { readonly idleMs: number }): Promise<HttpStream>;
  close(): void;
}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Unsigned or with an old nonce, with the new one, and once more when that was stale or the device restarted. */
const MAX_TRIES = 3;

export function httpClient(endpoint: HttpEndpoint): HttpClient {
  const { host, port, tls } = endpoint;
  const address = `${host}:${port}`;
  const agent = httpAgent(tls);
  const login = httpLogin(endpoint.username, endpoint.password);

  /** The head of the answer to one request. */
  function exchange(
    path: string,
    order: HttpOrder,
    authorization: string | null,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { method = 'GET', body, contentType } = order;
    return new Promise((resolve, reject) => {
      const request = (tls === null ? httpRequest : httpsRequest)({
        agent,
        host,
        port,
        path,
        method,
        signal,
        headers: {
          Accept: '*/*',
          ...(authorization === null ? {} : { Authorization: authorization }),
          ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
          ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
        },
      });
      request.once('response', resolve);
      // Kept after the answer: a socket that breaks later must not end the process.
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The device closed a kept connection just when it was used again; that is no answer yet.
        const isOld = request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
        if (isOld) resolve(exchange(path, order, authorization, signal));
        else reject(error);
      });
      request.end(body);
    });
  }

  function translate(error: unknown, path: string, order: HttpOrder, late: AbortSignal): unknown {
    if (isHadirError(error)) return error;
    if (order.signal.aborted) return order.signal.reason;
    if (late.aborted) {
      return faceError('FACE_TERMINAL_TIMEOUT', {
        address,
        path: bare(path),
        timeoutMs: order.timeoutMs ?? TIMEOUT_MS,
      });
    }
    const reason = (error as NodeJS.ErrnoException).code ?? 'connection failed';
    return faceError('FACE_TERMINAL_UNREACHABLE', { address, reason }, error);
  }

  async function signedIn(path: string, order: HttpOrder, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = 'GET' } = order;
    let given: { readonly answer: ChallengeAnswer; readonly socket: Socket } | null = null;
    for (let tries = 1; ; tries++) {
      if (login.isRefused) throw faceError('FACE_TERMINAL_AUTH', { address, reason: 'refused before' });
      const authorization = given === null ? login.sign(method, path) : given.answer.sign(method, path);
      const response = await exchange(path, order, authorization, signal);
      if (response.statusCode !== 401) {
        given?.answer.share();
        return response;
      }
      const { socket } = response;
      const refusal = await readAll(response, 16 * 1024).catch(() => Buffer.alloc(0));
      const answer = login.answer(challengesOf(response));
      // On one line nothing but the password can be wrong with the answer to a challenge that was just given there; on
      // another the device may have restarted in between, and have forgotten what it asked.
      const isWrong = given !== null && given.socket === socket && !answer.stale;
      if (isWrong || tries >= MAX_TRIES) {
        login.refuse();
        throw faceError('FACE_TERMINAL_AUTH', { address, reason: refusalText(refusal) });
      }
      given = { answer, socket };
    }
  }

  return {
    address,
    async send(path, order) {
      const late = AbortSignal.timeout(order.timeoutMs ?? TIMEOUT_MS);
      const signal = AbortSignal.any([order.signal, late]);
      try {
        const response = await signedIn(path, order, signal);
        const body = await readAll(response, order.maxBytes ?? MAX_BYTES);
        return { status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', body };
      } catch (error) {
        throw translate(error, path, order, late);
      }
    },
    async open(path, order) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), order.timeoutMs ?? TIMEOUT_MS);
      const close = new AbortController();
      const signal = AbortSignal.any([order.signal, late.signal, close.signal]);
      try {
        const response = await signedIn(path, order, signal);
        return {
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          pieces: piecesOf(response, order.idleMs, order.signal),
          close: () => close.abort(),
        };
      } catch (error) {
        throw translate(error, path, order, late.signal);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => agent.destroy(),
  };

  /** Silence and breaks are told apart; the socket is gone when the iteration ends in whatever way. */
  async function* piecesOf(response: IncomingMessage, idleMs: number, signal: AbortSignal): AsyncIterable<Buffer> {
    let isSilent = false;
    const onSilence = () => {
      isSilent = true;
      response.destroy();
    };
    let timer = setTimeout(onSilence, idleMs);
    try {
      for await (const piece of response) {
        clearTimeout(timer);
        yield piece as Buffer;
        timer = setTimeout(onSilence, idleMs);
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isSilent) throw faceError('FACE_TERMINAL_LINE_CUT', { address }, error);
    } finally {
      clearTimeout(timer);
      response.destroy();
    }
    if (isSilent) throw faceError('FACE_TERMINAL_SILENT', { address, silenceMs: idleMs });
  }
}

/** Paths in messages go without their query: it may name people. */
function bare(path: string): string {
  return path.split('?')[0] ?? '';
}

/** Several headers are one list (RFC 9110 section 5.3). */
function challengesOf(response: IncomingMessage): string {
  const header = response.headers['www-authenticate'] as string | string[] | undefined;
  return Array.isArray(header) ? header.join(', ') : (header ?? '');
}

/** What a terminal says beside a refused sign-in: whether it locked the account. */
function refusalText(body: Buffer): string {
  const text = body.toString('utf8');
  if (/<lockStatus>\s*lock\s*</i.test(text) || /"lockStatus"\s*:\s*"lock"/i.test(text)) {
    const seconds = /<unlockTime>\s*(\d{1,6})\s*</i.exec(text)?.[1];
    return seconds === undefined ? 'account locked' : `account locked for ${seconds} s`;
  }
  const left = /<retryLoginTime>\s*(\d{1,3})\s*</i.exec(text)?.[1];
  return left === undefined ? '401' : `401, ${left} tries left`;
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    bytes += (piece as Buffer).length;
    if (bytes > maxBytes) {
      response.destroy();
      throw faceError('FACE_WIRE_TOO_LARGE', { what: 'an answer', limit: maxBytes });
    }
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}
