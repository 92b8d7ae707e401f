import { statfs } from 'node:fs/promises';
import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import type { Fleet } from '../devices/index.js';
import type { HealthCheck, HealthReport } from '../http/index.js';
import type { BatchQueue } from '../queue/index.js';
import type { Database } from '../store/index.js';
import { checkTemperatures } from './temperature-figures.js';

const FRESH_MS = 1_000;
const DATABASE_TIMEOUT_MS = 2_000;
const LATE_MS = 120_000;
const LEAST_FREE_BYTES = 500 * 1024 * 1024;

/** How the hub stands. Only a database that is away makes it `down`: everything else keeps what devices say. */
export function createHealth(parts: {
  readonly config: HubConfig;
  readonly database: Database;
  readonly queue: BatchQueue;
  readonly clock: Clock;
  readonly fleet: () => Fleet | null;
}): () => Promise<HealthReport> {
  let last: { readonly at: number; readonly report: Promise<HealthReport> } | null = null;
  return () => {
    // Anybody may ask, so asking must be cheap.
    if (last && performance.now() - last.at < FRESH_MS) return last.report;
    last = { at: performance.now(), report: look(parts) };
    return last.report;
  };
}

async function look(parts: Parameters<typeof createHealth>[0]): Promise<HealthReport> {
  const database = await checkDatabase(parts.database);
  const others = await Promise.all([
    database.ok ? checkQueue(parts.queue) : [],
    database.ok ? checkTemperatures(parts) : [],
    checkDisk(parts.config.stateFolder),
    checkFleet(parts.fleet()),
  ]);
  const checks = [database, ...others.flat()];
  const status = !database.ok ? 'down' : checks.every((check) => check.ok) ? 'ok' : 'degraded';
  return { status, checks };
}

async function checkDatabase(database: Database): Promise<HealthCheck> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), DATABASE_TIMEOUT_MS);
  });
  const asked = database.pool.query('select 1').then(
    () => null,
    (error: Error) => error.message,
  );
  const fault = await Promise.race([asked, late]);
  clearTimeout(timer);
  return { name: 'database', ok: fault === null, detail: fault };
}

async function checkQueue(queue: BatchQueue): Promise<HealthCheck[]> {
  const stats = await queue.stats().catch(() => null);
  if (!stats) return [{ name: 'queue', ok: false, detail: 'no answer' }];
  const age = stats.oldestOpenAgeMs ?? 0;
  return [
    {
      name: 'queue',
      ok: stats.waiting !== null,
      detail: stats.waiting === null ? 'away; the sweeper will catch up' : null,
    },
    {
      name: 'normaliser',
      ok: age < LATE_MS && stats.stuckBatches === 0,
      detail: `${stats.openBatches} open, oldest ${Math.round(age / 1000)} s, ${stats.stuckBatches} stuck`,
    },
  ];
}

async function checkDisk(stateFolder: string): Promise<HealthCheck[]> {
  const disk = await statfs(stateFolder).catch(() => null);
  if (!disk) return [];
  const free = disk.bavail * disk.bsize;
  return [{ name: 'disk', ok: free >= LEAST_FREE_BYTES, detail: `${Math.round(free / 1024 / 1024)} MiB free` }];
}

function checkFleet(fleet: Fleet | null): HealthCheck[] {
  if (!fleet) return [];
  const { plugins, devices } = fleet.host.status();
  return [
    ...plugins.map((plugin) => ({
      name: `plugin ${plugin.pluginId ?? plugin.source}`,
      ok: plugin.state === 'running' || plugin.state === 'starting',
      detail: plugin.lastError && plugin.state !== 'running' ? plugin.lastError.message : plugin.state,
    })),
    {
      name: 'devices',
      ok: true,
      detail: `${devices.filter((device) => device.state === 'online').length} of ${devices.length} online`,
    },
  ];
}
