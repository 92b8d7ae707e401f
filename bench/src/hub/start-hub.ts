import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHubClient, type HubClient } from '@hadir/sdk/client';
import pg from 'pg';
import { benchPath } from '../lib/process.js';
import type { HubReport } from './hub.process.js';

export interface BenchHub {
  readonly url: string;
  readonly key: string;
  readonly client: HubClient;
  /** A connection of our own to the hub's PostgreSQL. */
  readonly database: pg.Client;
  stop(): Promise<void>;
}

/** By its folder: a name would be looked for from where the settings file lies. */
function pluginFolder(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('@hadir/plugin-zkteco')));
}

/** Starts a fresh hub on its embedded PostgreSQL, as an office would have it, with the ZKTeco plugin only. */
export async function startHub(): Promise<BenchHub> {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-bench-hub-'));
  // Push terminals are not measured, and their port may be in use by a hub that runs beside the benchmark.
  writeFileSync(
    join(folder, 'hadir.yaml'),
    JSON.stringify({ plugins: [{ use: pluginFolder(), settings: { listen: { enabled: false } } }] }),
  );
  const child = fork(benchPath('dist/hub/hub.process.js'), [], {
    cwd: benchPath('.'),
    env: {
      ...process.env,
      HADIR_STATE_FOLDER: folder,
      HADIR_HTTP_PORT: '0',
      HADIR_CONFIG: join(folder, 'hadir.yaml'),
      HADIR_LOG_LEVEL: process.env.BENCH_VERBOSE ? 'info' : 'error',
      HADIR_LIMITS_REQUESTS_PER_MINUTE: '1000000',
    },
    stdio: ['ignore', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  });
  const closed = once(child, 'close');
  const [report] = (await Promise.race([
    once(child, 'message'),
    closed.then(() => Promise.reject(new Error('the hub ended before it was up'))),
  ])) as [HubReport];
  const database = new pg.Client({ connectionString: report.databaseUrl });
  await database.connect();
  return {
    ...report,
    client: createHubClient({ url: report.url, key: report.key, language: 'en', timeoutMs: 120_000 }),
    database,
    stop: async () => {
      await database.end();
      child.kill('SIGTERM');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks every `everyMs` until it is so. @throws when it takes longer than `limitMs` */
export async function until(what: string, look: () => Promise<boolean>, limitMs: number, everyMs = 100): Promise<void> {
  const since = performance.now();
  while (!(await look())) {
    if (performance.now() - since > limitMs) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await sleep(everyMs);
  }
}
