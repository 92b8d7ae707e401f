import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@hadir/core';
import { pino } from 'pino';
import { loadConfig } from '../../src/config/index.js';
import { createHub, type Hub, type RunningHub } from '../../src/hub.js';

export const GATE_PLUGIN = fileURLToPath(new URL('../fixtures/gate', import.meta.url));

interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A hub that listens on a real port, and a caller with its administrator key. */
export interface TestHub {
  readonly hub: Hub;
  readonly running: RunningHub;
  readonly url: string;
  readonly adminKey: string;
  readonly stateFolder: string;
  call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { readonly key?: string | null; readonly body?: unknown; readonly headers?: Record<string, string> },
  ): Promise<Answer<Body>>;
  /** A key with these scopes. */
  key(...scopes: string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startTestHub(options: {
  readonly databaseUrl: string;
  readonly settings?: Record<string, unknown>;
  readonly plugins?: readonly unknown[];
  readonly clock?: Clock;
  /** Hears every line of the log, whatever its level. */
  readonly onLog?: (line: string) => void;
}): Promise<TestHub> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'hadir-hub-'));
  const config = loadConfig({
    workingFolder: stateFolder,
    env: {},
    flags: {
      stateFolder,
      zone: 'Asia/Makassar',
      http: { port: 0 },
      database: { url: options.databaseUrl },
      plugins: options.plugins ?? [GATE_PLUGIN],
      log: { level: process.env.HADIR_TEST_LOG ?? 'silent' },
      language: 'en',
      ...options.settings,
    },
  });
  const hub = createHub(config, {
    log: options.onLog
      ? pino({ level: 'trace' }, { write: options.onLog })
      : pino({ level: config.log.level }, pino.destination(2)),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const running = await hub.start();
  const url = running.url ?? '';
  const adminKey = running.firstKey ?? '';

  const call: TestHub['call'] = async (method, path, { key = adminKey, body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : { text }) as never,
    };
  };

  return {
    hub,
    running,
    url,
    adminKey,
    stateFolder,
    call,
    async key(...scopes) {
      const made = await call<{ token: string }>('POST', '/api/v1/keys', { body: { name: scopes.join(' '), scopes } });
      return made.body.token;
    },
    async stop() {
      await hub.stop();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}
