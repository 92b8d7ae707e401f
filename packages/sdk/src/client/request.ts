import type { HadirError } from '@hadir/core';
import { clientError } from './errors.js';
import type { Connection } from './options.js';
import { HubProblem, parseProblem } from './problem.js';

export type QueryValue = string | number | boolean | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** A file in place of a body. */
  readonly content?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Lists are repeated parameters; what is undefined is left out. */
function urlOf(base: URL, path: string, query: Query = {}): URL {
  const url = new URL(path.replace(/^\//, ''), base);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

/**
 * Sends one request and gives its JSON, or undefined for an empty answer.
 * @throws HubProblem when the hub refuses; CLIENT_UNREACHABLE, CLIENT_TIMEOUT, CLIENT_ANSWER_UNEXPECTED; the reason of `signal`
 */
export async function request<Answer>(
  connection: Connection,
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const where = { method, path };
  const text = new TextDecoder().decode(await exchange(connection, method, path, options));
  if (text === '') return undefined as Answer;
  try {
    return JSON.parse(text) as Answer;
  } catch (cause) {
    throw clientError('CLIENT_ANSWER_UNEXPECTED', { ...where, reason: 'not JSON' }, cause);
  }
}

/** Asks for a file. @throws as `request` */
export function requestBytes(connection: Connection, path: string, options: RequestOptions = {}): Promise<Uint8Array> {
  return exchange(connection, 'GET', path, { ...options, headers: { accept: '*/*' } });
}

async function exchange(
  connection: Connection,
  method: Method,
  path: string,
  options: RequestOptions,
): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(connection.timeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  const where = { method, path };
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await send(connection, method, path, options, signal);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (timeout.aborted) throw clientError('CLIENT_TIMEOUT', { ...where, timeoutMs: connection.timeoutMs }, cause);
    throw clientError('CLIENT_UNREACHABLE', { origin: connection.base.origin }, cause);
  }
  if (!response.ok) throw refusal(connection, response.status, new TextDecoder().decode(bytes), where);
  return bytes;
}

/** The bare exchange, also for streams. */
export function send(
  connection: Connection,
  method: Method,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<Response> {
  const json = options.body === undefined ? null : JSON.stringify(options.body);
  const type = options.content === undefined ? 'application/json' : 'application/octet-stream';
  const body = options.content ?? json;
  return connection.fetch(urlOf(connection.base, path, options.query), {
    method,
    headers: {
      ...connection.headers,
      ...(body === null ? {} : { 'content-type': type }),
      ...options.headers,
    },
    body,
    signal,
  });
}

/** An unsuccessful answer as an error: the hub's own, or that of something in between (a proxy whose hub is away). */
export function refusal(
  connection: Connection,
  status: number,
  text: string,
  where: { readonly method: string; readonly path: string },
): HadirError {
  const problem = parseProblem(text);
  if (problem !== null) return new HubProblem(problem);
  return status >= 500
    ? clientError('CLIENT_UNREACHABLE', { origin: connection.base.origin, status })
    : clientError('CLIENT_ANSWER_UNEXPECTED', { ...where, reason: `status ${status}` });
}
