import { API_VERSION, DeviceFailure, type Driver, defineDriver } from '@hadir/sdk';
import { pluginError, runDriver } from '@hadir/sdk/host';
import { conformance, manualClock, memorySink, until } from '@hadir/sdk/testing';
import Type from 'typebox';
import { describe, expect, test } from 'vitest';

const COUNT = 40;
const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(() => done(), ms);
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
  });
const punch = (number: number) =>
  ({
    kind: 'punch',
    key: `p|${number}`,
    time: { form: 'wall', wall: '2026-01-05T07:30:00' },
    transport: 'test',
    raw: { encoding: 'hex', data: '00' },
    deviceUserId: String(number),
    live: false,
  }) as const;

/** Ways in which a driver can break the contract; the suite must notice each. */
type Flaw = 'none' | 'ignores-cursor-hole' | 'wrong-failure' | 'deaf-discovery' | 'unstable-keys' | 'open-schema';

function driverWith(flaw: Flaw): Driver {
  return defineDriver({
    manifest: {
      id: 'inline',
      name: { id: 'Uji', en: 'Test' },
      version: '1.0.0',
      apiVersion: API_VERSION,
      entry: './index.js',
      capabilities: ['punch', 'backfill', 'discovery'],
      permissions: {},
    },
    config: Type.Object(
      { host: Type.String(), pauseMs: Type.Number({ default: 1 }) },
      { additionalProperties: flaw === 'open-schema' },
    ),
    settings: Type.Object({}, { additionalProperties: false }),
    start: async () => ({
      discover: (signal) =>
        flaw === 'deaf-discovery' ? sleep(20_000, new AbortController().signal) : sleep(20_000, signal),
      close: async () => undefined,
    }),
    probe: async (_, config) => ({ steps: [{ step: 'reachable', ok: config.host === 'here' }] }),
    async open(context, config) {
      if (config.host !== 'here') {
        const kind = flaw === 'wrong-failure' ? 'protocol' : 'unreachable';
        throw new DeviceFailure(kind, pluginError('PLUGIN_DEVICE_OFFLINE', { deviceId: context.deviceId }));
      }
      return {
        async backfill(signal) {
          const from = typeof context.cursor === 'number' ? context.cursor : 0;
          for (let at = from; at < COUNT && !signal.aborted; at += 4) {
            const numbers = [at, at + 1, at + 2, at + 3];
            // The hole: the cursor says that the last reading of the batch was given, though it never is.
            const given = flaw === 'ignores-cursor-hole' && at > 0 && from > 0 ? numbers.slice(0, 3) : numbers;
            const salt = flaw === 'unstable-keys' ? Math.random() : '';
            const readings = given.map((number) => ({ ...punch(number), key: `p|${number}${salt}` }));
            await context.emit({ readings, cursor: at + 4 });
            await sleep(config.pauseMs, signal);
          }
        },
        close: async () => undefined,
      };
    },
  });
}

const options = { config: { host: 'here' }, unreachable: { host: 'elsewhere' }, patienceMs: 3_000 };

describe('a driver that keeps the contract', () => {
  for (const { name, run } of conformance(driverWith('none'), options)) test(name, run);
});

describe('the suite notices', () => {
  test.each<[Flaw, RegExp]>([
    ['ignores-cursor-hole', /^cursor/],
    ['wrong-failure', /^failure/],
    ['deaf-discovery', /^discovery/],
    ['unstable-keys', /^backfill/],
    ['open-schema', /^manifest: its config/],
  ])('%s', async (flaw, name) => {
    const expectedKeys = () => Array.from({ length: COUNT }, (_, number) => `p|${number}`);
    const keys = flaw === 'unstable-keys' ? {} : { expectedKeys };
    const check = conformance(driverWith(flaw), { ...options, ...keys }).find((one) => name.test(one.name));
    const verdict = await check?.run().then(
      () => 'passed',
      (thrown: { code: string }) => thrown.code,
    );
    expect(verdict).toMatch(/^TEST_/);
  });
});

test('a driver runs without a hub: defaults, cursor, status, orders, secrets', async () => {
  const sink = memorySink();
  const clock = manualClock();
  const running = await runDriver(driverWith('none'), {
    sink,
    config: { host: 'here' },
    clock,
    timings: { trafficMs: 0 },
  });
  await until('all are stored', () => sink.keys('device').length === COUNT);
  expect(running.status()).toMatchObject({ state: 'online', appended: COUNT, pluginId: 'inline' });
  const order = { id: '1', command: { name: 'clock.read' }, deadlineMs: 500 } as const;
  expect(await running.command(order)).toMatchObject({ status: 'unsupported' });
  clock.advance(121_000);
  expect(running.status()).toMatchObject({ state: 'offline', detail: 'silent' });
  await Promise.all([running.stop(), running.stop()]);
  expect(running.status().state).toBe('stopped');
});

test('its configuration is checked first', async () => {
  const wrong = runDriver(driverWith('none'), { sink: memorySink(), config: { host: 5 } });
  await expect(wrong).rejects.toMatchObject({ code: 'PLUGIN_CONFIG_INVALID', details: { path: '/host' } });
});

test('a signal stops it', async () => {
  const end = new AbortController();
  const running = await runDriver(driverWith('none'), {
    sink: memorySink(),
    config: { host: 'here' },
    signal: end.signal,
  });
  end.abort();
  await until('it is stopped', () => running.status().state === 'stopped');
});
