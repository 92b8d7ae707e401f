import type { Language } from '@hadir/core';
import { clientError } from './errors.js';

export interface HubClientOptions {
  /** Where the hub listens, such as `http://192.168.1.10:4400`; a path before `/api` is kept. */
  readonly url: string;
  /** API key (`hadir_…`). Without it only the public routes answer. */
  readonly key?: string;
  /** Language of error texts; default Indonesian, like the hub's. */
  readonly language?: Language;
  /** Time that a request may take, in ms, until its answer is complete. Default 30,000. Live streams are not bounded. */
  readonly timeoutMs?: number;
  /** Replaces the platform's `fetch`, for tests and for proxies. */
  readonly fetch?: typeof fetch;
}

export interface Connection {
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** @throws CLIENT_OPTIONS_INVALID */
export function connectionOf(options: HubClientOptions): Connection {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  if (!Number.isFinite(timeoutMs) || timeoutMs <= 0) {
    throw clientError('CLIENT_OPTIONS_INVALID', { option: 'timeoutMs', reason: 'not a positive number' });
  }
  return {
    base: baseOf(options.url),
    headers: {
      accept: 'application/json',
      'accept-language': options.language ?? 'id',
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    },
    timeoutMs,
    // Called without a receiver: browsers refuse `fetch` as a method of another object.
    fetch: options.fetch ?? ((...args) => fetch(...args)),
  };
}

function baseOf(text: string): URL {
  if (!URL.canParse(text)) throw clientError('CLIENT_OPTIONS_INVALID', { option: 'url', reason: 'not a URL' });
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw clientError('CLIENT_OPTIONS_INVALID', { option: 'url', reason: 'neither http nor https' });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
