import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../servers/redis.js';
import { hadir } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { type ChaosWorld, createChaosWorld } from './world.js';

let world: ChaosWorld | null = null;
let redis: TestRedis | null = null;
afterEach(async () => {
  await world?.end();
  await redis?.stop();
  world = null;
  redis = null;
});

type Blow = readonly [name: string, strike: (world: ChaosWorld) => Promise<void>];

const killPid = (pid: number | null): void => {
  if (pid === null) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
};

const BLOWS: readonly Blow[] = [
  ['driver killed', async (w) => killPid(await w.pluginPid())],
  ['worker killed', async (w) => w.worker.kill()],
  ['hub killed', async (w) => w.api.kill()],
  ['database killed', async (w) => killPid(await w.postgresPid())],
  [
    'lines cut',
    async (w) => {
      w.pulled.line.cut();
      w.pushed.line.cut();
    },
  ],
  [
    'lines down',
    async (w) => {
      await Promise.all([w.pulled.line.setDown(true), w.pushed.line.setDown(true)]);
      await sleep(1500);
      await Promise.all([w.pulled.line.setDown(false), w.pushed.line.setDown(false)]);
    },
  ],
  [
    // Only where the protocol has a checksum of its own: HTTP trusts TCP's.
    'line garbled',
    async (w) => {
      w.pulled.line.fromDevice({ garbleRate: 0.002, seed: 7 });
      await sleep(2000);
      w.pulled.line.fromDevice({});
    },
  ],
  [
    'line in pieces',
    async (w) => {
      w.pulled.line.fromDevice({ fragmentBytes: 7, delayMs: 5 });
      await sleep(1500);
      w.pulled.line.fromDevice({});
    },
  ],
  [
    'hub and database killed together',
    async (w) => {
      const database = await w.postgresPid();
      w.api.kill();
      killPid(database);
    },
  ],
];

/** Scans go on the whole time, whatever lies on the floor. */
async function scanning(w: ChaosWorld, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await w.scan();
    await sleep(60);
  }
}

interface Row {
  readonly device: string;
  readonly scan: string;
}

async function storm(w: ChaosWorld, blows: readonly Blow[], seconds: number, seed: number): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const calm = new AbortController();
  const scans = scanning(w, calm.signal);
  const struck: string[] = [];
  const end = performance.now() + seconds * 1000;
  // Each in turn first, then at random.
  for (let turn = 0; performance.now() < end; turn++) {
    const blow = blows[turn] ?? blows[Math.floor(random() * blows.length)];
    if (!blow) break;
    await sleep(500 + random() * 2000);
    await blow[1](w);
    struck.push(blow[0]);
  }
  calm.abort();
  await scans;
  return struck;
}

async function settle(w: ChaosWorld): Promise<void> {
  await w.healthy();
  const wanted = w.pulled.truth().length + w.pushed.truth().punches.length;
  const look = async () =>
    (
      await w
        .sql<{ events: number; open: number }>(
          'select (select count(*) from attendance_event)::int as events, (select count(*) from journal_batch where done_at is null)::int as open',
        )
        .catch(() => [])
    )[0];
  await eventually(async () => {
    const state = await look();
    return state !== undefined && state.events >= wanted && state.open === 0;
  }, 90_000).catch(async (error: unknown) => {
    throw new Error(`wanted ${wanted}, there is ${JSON.stringify(await look())}\n${w.api.tail()}\n${w.worker.tail()}`, {
      cause: error,
    });
  });
}

async function judge(w: ChaosWorld): Promise<void> {
  const rows = await w.sql<Row>(
    `select d.name as device, e.device_user_id || ' ' || e.wall as scan
     from attendance_event e join device d on d.id = e.device_id order by 1, 2`,
  );
  const of = (device: string) => rows.filter((row) => row.device === device).map((row) => row.scan);
  expect(of('pulled')).toEqual([...w.pulled.truth()].sort());
  expect(of('pushed')).toEqual([...w.pushed.truth().punches].sort());
  expect(w.pushed.truth().acknowledged).toBe(w.pushed.truth().punches.length);
  const verified = await hadir(['journal', 'verify', '--json', '--state', w.stateFolder], { cwd: w.stateFolder });
  expect(verified.code, verified.out + verified.err).toBe(0);
}

describe('whatever is killed', () => {
  it('every acknowledged scan is there exactly once, the chain holds, and nothing is left behind', async () => {
    world = await createChaosWorld({ redisUrl: null });
    const struck = await storm(world, BLOWS, 60, 20260715);
    expect(new Set(struck).size).toBe(BLOWS.length);
    await settle(world);
    expect(world.pulled.truth().length).toBeGreaterThan(200);
    await judge(world);
    expect(world.api.starts()).toBeGreaterThan(2);
    const ending = world;
    world = null;
    expect(await ending.end()).toEqual([]);
  }, 280_000);

  it('the same with the queue on a Redis that is flushed and killed', async (context) => {
    redis = await startTestRedis();
    if (redis === null) return context.skip('redis-server is not installed');
    const server = redis;
    world = await createChaosWorld({ redisUrl: server.url });
    const blows: readonly Blow[] = [
      ['redis flushed', async () => server.flush()],
      ['worker killed', async (w) => w.worker.kill()],
      ['redis killed', async () => server.restart(1500)],
      ['hub killed', async (w) => w.api.kill()],
      ['redis flushed again', async () => server.flush()],
    ];
    const struck = await storm(world, blows, 20, 42);
    expect(new Set(struck).size).toBe(blows.length);
    await settle(world);
    await judge(world);
    const ending = world;
    world = null;
    expect(await ending.end()).toEqual([]);
  }, 200_000);
});
