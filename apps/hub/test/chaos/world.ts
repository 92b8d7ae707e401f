import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHubClient, type HubClient } from '@hadir/sdk/client';
import { type FaultProxy, tcpFaultProxy } from '@hadir/sdk/testing';
import pg from 'pg';
import { removeEmbeddedPostgres } from '../../src/postgres/index.js';
import { HADIR } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { type Kept, keep, startTerminal, type Terminal } from './process.js';
import { pushTruth, standaloneTruth } from './truth.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const TERMINALS = join(ROOT, 'packages/plugins/zkteco/dist/testing');
const PEOPLE = 40;

/** Hub, worker, their servers and two terminals behind bad lines, each in a process of its own. */
export interface ChaosWorld {
  readonly api: Kept;
  readonly worker: Kept;
  readonly pulled: { readonly terminal: Terminal; readonly line: FaultProxy; truth(): readonly string[] };
  readonly pushed: { readonly terminal: Terminal; readonly line: FaultProxy; truth(): ReturnType<typeof pushTruth> };
  readonly stateFolder: string;
  client(): HubClient;
  /** Fails with what the processes said last. */
  healthy(): Promise<void>;
  pluginPid(): Promise<number | null>;
  postgresPid(): Promise<number | null>;
  sql<Row extends object>(text: string): Promise<readonly Row[]>;
  /** Somebody scans at both terminals; numbers take turns, so that nobody scans twice in a second. */
  scan(): Promise<void>;
  /** Ends everything in order. @returns what is left over: there must be nothing */
  end(): Promise<readonly string[]>;
}

export async function createChaosWorld(options: { readonly redisUrl: string | null }): Promise<ChaosWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-chaos-'));
  chmodSync(folder, 0o711);
  const stateFolder = join(folder, 'state');
  const [httpPort, pushPort] = [await freePort(), await freePort()];
  const file = (name: string): string => join(folder, name);

  const pulledTerminal = await startTerminal([
    join(TERMINALS, 'terminal.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--serial', 'CHAOS-1', '--users', String(PEOPLE)],
    ...['--zone', 'Asia/Makassar', '--log-file', file('pulled.jsonl')],
  ]);
  const pulledLine = await tcpFaultProxy({ port: Number(pulledTerminal.ready.port) });
  const pushLine = await tcpFaultProxy({ port: pushPort });
  const pushedTerminal = await startTerminal([
    join(TERMINALS, 'adms-terminal.js'),
    ...['--server', `http://127.0.0.1:${pushLine.port}`, '--serial', 'CHAOS-2', '--users', String(PEOPLE)],
    ...['--poll-ms', '500', '--retry-ms', '500', '--log-file', file('pushed.jsonl')],
  ]);

  writeFileSync(
    file('hadir.yaml'),
    JSON.stringify({
      stateFolder,
      zone: 'Asia/Makassar',
      plugins: [
        { use: join(ROOT, 'packages/plugins/zkteco'), settings: { listen: { host: '127.0.0.1', port: pushPort } } },
      ],
    }),
  );
  const env = { HADIR_LOG_LEVEL: 'warn', ...(options.redisUrl === null ? {} : { REDIS_URL: options.redisUrl }) };
  const api = keep([HADIR, 'start', '--role', 'api', '--port', String(httpPort)], env, folder);
  const url = `http://127.0.0.1:${httpPort}`;
  const runFile = (): { key: string; databaseUrl: string; pid: number } =>
    JSON.parse(readFileSync(join(stateFolder, 'hub.json'), 'utf8')) as {
      key: string;
      databaseUrl: string;
      pid: number;
    };
  const client = (): HubClient => createHubClient({ url, key: runFile().key, language: 'en', timeoutMs: 15_000 });
  const healthy = (): Promise<void> =>
    eventually(
      () =>
        fetch(`${url}/readyz`).then(
          (answer) => answer.ok && runFile().pid === api.pid(),
          () => false,
        ),
      60_000,
    ).catch((error: unknown) => {
      throw new Error(`the hub does not come back: ${api.tail()}`, { cause: error });
    });
  await healthy();
  const worker = keep([HADIR, 'start', '--role', 'worker'], env, folder);

  const sql: ChaosWorld['sql'] = async (text) => {
    const connection = new pg.Client({ connectionString: runFile().databaseUrl });
    connection.on('error', () => undefined);
    try {
      await connection.connect();
      return (await connection.query(text)).rows as never;
    } finally {
      await connection.end().catch(() => undefined);
    }
  };

  const hub = client();
  await hub.devices.add({
    pluginId: 'zkteco',
    name: 'pulled',
    config: { transport: 'tcp', host: '127.0.0.1', port: pulledLine.port, pollIntervalSeconds: 5 },
  });
  await hub.devices.add({
    pluginId: 'zkteco',
    name: 'pushed',
    deviceKey: 'CHAOS-2',
    config: { transport: 'adms', serialNumber: 'CHAOS-2' },
  });

  let turn = 0;
  const world: ChaosWorld = {
    api,
    worker,
    pulled: { terminal: pulledTerminal, line: pulledLine, truth: () => standaloneTruth(file('pulled.jsonl')) },
    pushed: { terminal: pushedTerminal, line: pushLine, truth: () => pushTruth(file('pushed.jsonl')) },
    stateFolder,
    client,
    healthy,
    sql,
    async pluginPid() {
      try {
        return (await client().plugins.list())[0]?.pid ?? null;
      } catch {
        // A hub that is just starting, or has just ended, says nothing.
        return null;
      }
    },
    async postgresPid() {
      const rows = await sql<{ data_directory: string }>('show data_directory').catch(() => []);
      const directory = rows[0]?.data_directory;
      return directory === undefined
        ? null
        : Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
    },
    async scan() {
      const deviceUserId = String(1001 + (turn++ % PEOPLE));
      await Promise.all([
        pulledTerminal.order({ punch: { deviceUserId } }),
        pushedTerminal.order({ punch: { deviceUserId } }),
      ]);
    },
    async end() {
      const databasePid = await world.postgresPid();
      const pluginPid = await world.pluginPid();
      const pids = [api.pid(), worker.pid(), databasePid, pluginPid];
      const codes = [await worker.stop(), await api.stop()];
      await Promise.all([pulledTerminal.stop(), pushedTerminal.stop(), pulledLine.close(), pushLine.close()]);
      // Whoever adopted an orphan takes a moment to notice that it ended.
      await eventually(() => !pids.some((pid) => pid !== null && isAlive(pid)), 5_000).catch(() => undefined);
      const left = [
        ...pids.filter((pid) => pid !== null && isAlive(pid)).map((pid) => `process ${pid}`),
        ...mentioning(folder),
        ...(
          await Promise.all([httpPort, pushPort].map(async (port) => ((await isFree(port)) ? [] : [`port ${port}`])))
        ).flat(),
        ...codes.filter((code) => code !== 0).map((code) => `exit code ${code}`),
      ];
      await removeEmbeddedPostgres(stateFolder);
      await rm(folder, { recursive: true, force: true });
      return left;
    },
  };
  return world;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function mentioning(text: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
