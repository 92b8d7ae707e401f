import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createPluginHost,
  type HostEvents,
  type PluginEntry,
  type PluginHost,
  type PluginHostOptions,
} from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';

export const SDK = fileURLToPath(new URL('..', import.meta.url));
/** What a plugin process and a host in a process of its own are made of. */
const BUILT = ['src/index.ts', 'src/host/index.ts', 'src/host/child.ts'];
const LOCK = join(tmpdir(), 'hadir-sdk-build.lock');

export function fixture(name: string): string {
  return join(SDK, 'test', 'fixtures', name, 'manifest.json');
}

/** Plugin processes run what was built; builds it when a source is newer. */
export async function ensureDist(): Promise<void> {
  if (!isStale()) return;
  let mine = false;
  await until(
    'another build is done',
    () => {
      try {
        mkdirSync(LOCK);
        mine = true;
      } catch {
        if (existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs > 120_000) rmSync(LOCK, { recursive: true });
      }
      return mine || !isStale();
    },
    180_000,
    200,
  );
  try {
    if (!mine || !isStale()) return;
    const tsup = join(dirname(createRequire(import.meta.url).resolve('tsup/package.json')), 'dist', 'cli-default.js');
    const built = spawnSync(process.execPath, [tsup, ...BUILT, '--no-dts', '--no-clean'], {
      cwd: SDK,
      encoding: 'utf8',
    });
    if (built.status !== 0) throw new Error(`building the SDK failed:\n${built.stdout}\n${built.stderr}`);
  } finally {
    if (mine) rmSync(LOCK, { recursive: true, force: true });
  }
}

function isStale(): boolean {
  const built = statSync(join(SDK, 'dist', 'host', 'child.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(SDK, 'src'), { recursive: true, withFileTypes: true });
  return sources.some(
    (file) =>
      file.isFile() && !file.name.endsWith('.test.ts') && statSync(join(file.parentPath, file.name)).mtimeMs > built,
  );
}

interface Heard {
  readonly logs: { readonly level: string; readonly message: string; readonly fields?: Record<string, unknown> }[];
  readonly raised: {
    readonly code: string;
    readonly deviceId?: string;
    readonly details?: object;
    readonly texts?: object;
  }[];
  readonly cleared: string[];
  readonly discovered: unknown[];
  readonly events: HostEvents;
}

function listen(): Heard {
  const heard: Omit<Heard, 'events'> = { logs: [], raised: [], cleared: [], discovered: [] };
  return {
    ...heard,
    events: {
      log: (entry) => heard.logs.push(entry as never),
      raise: (source, issue) => heard.raised.push({ ...issue, ...source } as never),
      clear: (_, code) => heard.cleared.push(code),
      discovered: (_, candidate) => heard.discovered.push(candidate),
    },
  };
}

/** Everything that waits is short; heartbeats stay slow enough for a busy machine. */
const FAST = {
  heartbeatMs: 300,
  restartBaseMs: 30,
  restartMaxMs: 100,
  quarantineExits: 3,
  quarantineWindowMs: 60_000,
  halfOpenMs: 1_000,
  calmMs: 60_000,
  fileCheckMs: 50,
  stopMs: 3_000,
  termMs: 500,
  statusMs: 50,
  silentAfterMs: 3_000,
} as const;

const FAST_SESSIONS = {
  retryBaseMs: 50,
  retryMaxMs: 100,
  authRetryMs: 60_000,
  bugRetryMaxMs: 100,
  abortGraceMs: 200,
  openMs: 1_000,
  probeMs: 1_000,
  trafficMs: 50,
} as const;

export interface TestHost {
  readonly host: PluginHost;
  readonly heard: Heard;
  readonly sink: ReturnType<typeof memorySink>;
}

/** A host over fixtures, not yet started. */
export function testHost(
  plugins: readonly (string | PluginEntry)[],
  options: Partial<PluginHostOptions> & { readonly memory?: ReturnType<typeof memorySink> } = {},
): TestHost {
  const heard = listen();
  const { memory, timings, sessionTimings, ...rest } = options;
  const sink = memory ?? memorySink();
  const host = createPluginHost({
    plugins,
    sink,
    events: heard.events,
    timings: { ...FAST, ...timings },
    sessionTimings: { ...FAST_SESSIONS, ...sessionTimings },
    ...rest,
  });
  return { host, heard, sink };
}

export function rough(mode: string): PluginEntry {
  return { source: fixture('rough'), settings: { mode } };
}

export function pluginOf(host: PluginHost, id: string) {
  const found = host.status().plugins.find((plugin) => plugin.pluginId === id);
  if (found === undefined) throw new Error(`no plugin ${id} in the status`);
  return found;
}

export function deviceOf(host: PluginHost, id: string) {
  const found = host.status().devices.find((device) => device.deviceId === id);
  if (found === undefined) throw new Error(`no device ${id} in the status`);
  return found;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Dead, only not yet fetched by whoever inherited it.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
