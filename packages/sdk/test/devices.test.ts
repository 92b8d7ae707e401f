import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deviceOf, ensureDist, fixture, pluginOf, type TestHost, testHost } from './support.js';

let running: TestHost | null = null;
beforeAll(ensureDist);
afterEach(async () => {
  await running?.host.stop();
  running = null;
});

async function start(...input: Parameters<typeof testHost>): Promise<TestHost> {
  running = testHost(...input);
  await running.host.start();
  return running;
}

const steady = () => [fixture('steady')];
const device = (config: object, deviceId = 'd1') => ({
  deviceId,
  pluginId: 'steady',
  zone: 'Asia/Makassar',
  name: 'Balai Kota',
  config: { host: '127.0.0.1', ...config },
});

describe('readings', () => {
  test('arrive once, in order, with their cursor; a new process goes on from it', async () => {
    const { host, sink } = await start(steady());
    await host.addDevice(device({ count: 40, batch: 7 }));
    await until('all are stored', () => sink.keys('d1').length === 40);
    expect(sink.cursor('d1')).toBe(40);
    expect(sink.readings('d1').map((reading) => reading.kind === 'punch' && reading.deviceUserId)).toEqual(
      Array.from({ length: 40 }, (_, number) => String(number)),
    );
    const appends = sink.appends();
    await host.restartPlugin('steady');
    await until('it is online again', () => deviceOf(host, 'd1').state === 'online');
    expect(sink.appends()).toBe(appends);
    expect(deviceOf(host, 'd1')).toMatchObject({ appended: 40, known: 0 });
  });

  test('of a process that is killed again and again in the middle are all there, once', async () => {
    const memory = memorySink({ delayMs: 2 });
    const { host, sink } = await start(steady(), { memory, timings: { quarantineExits: 100 } });
    await host.addDevice(device({ count: 400, batch: 3, mode: 'slow' }));
    for (let kill = 1; kill <= 4; kill++) {
      await until('some more', () => sink.keys('d1').length >= kill * 40, 30_000);
      const { pid } = pluginOf(host, 'steady');
      if (pid !== null) process.kill(pid, 'SIGKILL');
      await until('it is gone', () => pluginOf(host, 'steady').restarts >= kill);
    }
    await until('all are stored', () => sink.cursor('d1') === 400, 60_000);
    expect(sink.keys('d1')).toHaveLength(400);
    expect(new Set(sink.keys('d1')).size).toBe(400);
  });

  test('that the sink refuses end the session; nothing behind them is stored, all are read again', async () => {
    const memory = memorySink({ delayMs: 5, failFirst: 2 });
    const { host, sink } = await start(steady(), { memory });
    await host.addDevice(device({ count: 60, batch: 5 }));
    await until('the refusal shows', () => deviceOf(host, 'd1').lastError?.error.code === 'TEST_SINK_FAILED');
    await until('all are stored', () => sink.cursor('d1') === 60, 20_000);
    expect(sink.keys('d1')).toHaveLength(60);
    await until('it is online', () => deviceOf(host, 'd1').state === 'online');
  });

  test('that are not valid refuse their batch, loudly, and cost no process', async () => {
    const { host, heard, sink } = await start(steady());
    await host.addDevice(device({ count: 20, batch: 5, mode: 'bad-reading' }));
    await until('the issue', () => heard.raised.some((issue) => issue.code === 'READING_INVALID'));
    const issue = heard.raised.find(({ code }) => code === 'READING_INVALID');
    expect(issue).toMatchObject({ deviceId: 'd1', details: { path: '/0/time/wall' } });
    expect(sink.keys('d1')).toHaveLength(5);
    await until('the state', () => deviceOf(host, 'd1').detail === 'plugin-error');
    expect(pluginOf(host, 'steady').restarts).toBe(0);
    await until('it is counted', () => pluginOf(host, 'steady').bugs > 0);
  });
});

describe('failures', () => {
  test('unreachable: offline, tried again for ever, told after a while', async () => {
    const { host, heard } = await start(steady());
    await host.addDevice(device({ mode: 'unreachable' }));
    await until('offline', () => deviceOf(host, 'd1').state === 'offline');
    expect(deviceOf(host, 'd1')).toMatchObject({ detail: 'unreachable', lastTrafficAt: null });
    expect(deviceOf(host, 'd1').lastError?.error.text('id')).toBe('Perangkat uji tidak terjangkau.');
    expect(heard.raised).toEqual([]);
    await until('the issue', () => heard.raised.length > 0);
    expect(heard.raised[0]).toMatchObject({ code: 'FIXTURE_UNREACHABLE', deviceId: 'd1' });
    await host.updateDevice(device({}));
    await until('online', () => deviceOf(host, 'd1').state === 'online');
    expect(heard.cleared).toContain('FIXTURE_UNREACHABLE');
  });

  test('auth: told at once, tried rarely', async () => {
    const { host, heard } = await start(steady());
    await host.addDevice(device({ mode: 'auth' }));
    await until('offline', () => deviceOf(host, 'd1').detail === 'auth');
    expect(heard.raised).toHaveLength(1);
    const waitMs = Number(deviceOf(host, 'd1').retryAt) - Date.now();
    expect(waitMs).toBeGreaterThan(25_000);
  });

  test('unsupported: stopped until the configuration changes', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({ mode: 'unsupported' }));
    await until('stopped', () => deviceOf(host, 'd1').state === 'stopped');
    expect(deviceOf(host, 'd1')).toMatchObject({ detail: 'unsupported', retryAt: null });
    await host.updateDevice(device({}));
    await until('online', () => deviceOf(host, 'd1').state === 'online');
  });

  test('a bug is counted, named and tried again', async () => {
    const { host, heard } = await start(steady());
    await host.addDevice(device({ mode: 'bug' }));
    await until('the issue', () => heard.raised.some((issue) => issue.code === 'PLUGIN_BUG'));
    expect(heard.raised[0]?.details).toMatchObject({ phase: 'open', reason: 'TypeError: x is not a function' });
    await until('it is counted', () => pluginOf(host, 'steady').bugs >= 2);
    await until('the state', () => deviceOf(host, 'd1').detail === 'plugin-error');
  });

  test('an open that ignores its abort is left behind', async () => {
    const { host, heard } = await start(steady());
    await host.addDevice(device({ mode: 'ignore-abort' }));
    await until('the issue', () => heard.raised.some((issue) => issue.code === 'PLUGIN_ABORT_IGNORED'));
    await until('the cause', () => deviceOf(host, 'd1').lastError?.error.code === 'PLUGIN_PHASE_TIMEOUT');
    const startedAt = performance.now();
    await host.removeDevice('d1');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('status', () => {
  test('online only after traffic; silent when it stops coming', async () => {
    const { host } = await start(steady(), { timings: { silentAfterMs: 400 } });
    await host.addDevice(device({ mode: 'silent', count: 0 }));
    await until('online', () => deviceOf(host, 'd1').state === 'online');
    await until('silent', () => deviceOf(host, 'd1').detail === 'silent');
    expect(deviceOf(host, 'd1').state).toBe('offline');
  });

  test('changes are told as they happen, with the facts of the hardware', async () => {
    const { host } = await start(steady());
    const states: string[] = [];
    const end = host.onStatus((change) => {
      if (change.type === 'device' && states.at(-1) !== change.device.state) states.push(change.device.state);
    });
    await host.addDevice(device({}));
    await until('online', () => states.at(-1) === 'online');
    expect(deviceOf(host, 'd1').info).toEqual({ serialNumber: 'SN-1', model: 'Fixture' });
    await until('the count', () => deviceOf(host, 'd1').appended === 10);
    process.kill(Number(pluginOf(host, 'steady').pid), 'SIGKILL');
    await until('plugin-down', () => states.at(-1) === 'offline');
    await until('back', () => states.at(-1) === 'online');
    end();
    expect(states).toEqual(['new', 'connecting', 'online', 'offline', 'connecting', 'online']);
  });
});

describe('orders', () => {
  test('are done once for an id, with progress and outcome', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({}));
    const progress: unknown[] = [];
    const order = { id: 'order-1', command: { name: 'device.restart' }, deadlineMs: 3_000 } as const;
    const both = await Promise.all([
      host.command('d1', order, (fraction, note) => progress.push([fraction, note])),
      host.command('d1', order),
    ]);
    expect(both).toEqual([
      { status: 'done', data: { restarted: 1 } },
      { status: 'done', data: { restarted: 1 } },
    ]);
    expect(progress).toEqual([[0.5, 'half']]);
    expect(await host.command('d1', order)).toEqual({ status: 'done', data: { restarted: 1 } });
    expect(await host.command('d1', { ...order, id: 'order-2' })).toEqual({ status: 'done', data: { restarted: 2 } });
  });

  test('end at their deadline, also when the driver ignores it', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({}));
    await until('online', () => deviceOf(host, 'd1').state === 'online');
    const polite = host.command('d1', { id: 'a', command: { name: 'clock.read' }, deadlineMs: 300 });
    await expect(polite).rejects.toMatchObject({ code: 'PLUGIN_COMMAND_TIMEOUT' });
    const rude = host.command('d1', { id: 'b', command: { name: 'door.unlock', seconds: 1 }, deadlineMs: 300 });
    await expect(rude).rejects.toMatchObject({ code: 'PLUGIN_COMMAND_TIMEOUT' });
    const next = host.command('d1', { id: 'c', command: { name: 'device.restart' }, deadlineMs: 5_000 });
    expect(await next).toMatchObject({ status: 'done' });
  });

  test('that the driver does not know, fails at, or cannot get to say so', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({}));
    await host.addDevice(device({ mode: 'unreachable' }, 'gone'));
    const run = (id: string, command: object, deviceId = 'd1') =>
      host.command(deviceId, { id, command: command as never, deadlineMs: 2_000 });
    expect(await run('1', { name: 'users.read' })).toMatchObject({ status: 'unsupported' });
    await expect(run('2', { name: 'clock.set' })).rejects.toMatchObject({ code: 'FIXTURE_UNREACHABLE' });
    await expect(run('3', { name: 'self.destruct' })).rejects.toMatchObject({ code: 'PLUGIN_COMMAND_INVALID' });
    await expect(run('4', { name: 'clock.read' }, 'nobody')).rejects.toMatchObject({ code: 'PLUGIN_DEVICE_UNKNOWN' });
    await until('offline', () => deviceOf(host, 'gone').state === 'offline');
    await expect(run('5', { name: 'clock.read' }, 'gone')).rejects.toMatchObject({ code: 'PLUGIN_DEVICE_OFFLINE' });
    const clear = (name: string) => run('6', { name: 'records.clear', confirmDeviceName: name });
    await expect(clear('Balai Desa')).rejects.toMatchObject({ code: 'PLUGIN_COMMAND_INVALID' });
    expect(await clear('Balai Kota')).toMatchObject({ status: 'unsupported' });
  });

  test('under way when the process dies are lost, not hanging', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({}));
    await until('online', () => deviceOf(host, 'd1').state === 'online');
    const lost = host.command('d1', { id: 'x', command: { name: 'clock.read' }, deadlineMs: 20_000 });
    const seen = expect(lost).rejects.toMatchObject({ code: 'PLUGIN_COMMAND_LOST' });
    process.kill(Number(pluginOf(host, 'steady').pid), 'SIGKILL');
    await seen;
  });

  test('can be cancelled', async () => {
    const { host } = await start(steady());
    await host.addDevice(device({}));
    const end = new AbortController();
    const order = { id: 'y', command: { name: 'clock.read' }, deadlineMs: 20_000 } as const;
    const cancelled = host.command('d1', order, undefined, end.signal);
    setTimeout(() => end.abort(), 50);
    await expect(cancelled).rejects.toMatchObject({ code: 'PLUGIN_CANCELLED' });
  });
});

describe('probe and discovery', () => {
  test('a probe reports, fails with the code of the driver, and never hangs', async () => {
    const { host } = await start(steady());
    const probe = (mode: string) => host.probe('steady', { host: 'x', mode }, 'UTC');
    expect(await probe('ok')).toEqual({ steps: [{ step: 'reachable', ok: true }], clockOffsetMs: 5 });
    await expect(probe('unreachable')).rejects.toMatchObject({ code: 'FIXTURE_UNREACHABLE' });
    await expect(probe('hang')).rejects.toMatchObject({ code: 'PLUGIN_PHASE_TIMEOUT' });
    await expect(host.probe('steady', { port: 1 }, 'UTC')).rejects.toMatchObject({ code: 'PLUGIN_CONFIG_INVALID' });
    await expect(host.probe('nobody', {}, 'UTC')).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
    const end = new AbortController();
    const waiting = host.probe('steady', { host: 'x', mode: 'wait' }, 'UTC', end.signal);
    end.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'PLUGIN_CANCELLED' });
  });

  test('a search ends when told to, and what it saw arrives', async () => {
    const { host, heard } = await start(steady());
    const end = new AbortController();
    const search = host.discover('steady', end.signal);
    await until('a device is seen', () => heard.discovered.length > 0);
    end.abort();
    await search;
    expect(heard.discovered[0]).toEqual({ key: 'SN-1', name: 'Found', config: { host: '127.0.0.1' } });
  });
});

test('devices are checked before the plugin hears of them', async () => {
  const { host } = await start(steady());
  const add = (value: object) => host.addDevice({ ...device({}), ...value });
  await expect(add({ config: { port: 0, host: 'x' } })).rejects.toMatchObject({
    code: 'PLUGIN_CONFIG_INVALID',
    details: { path: '/port' },
  });
  await expect(add({ pluginId: 'nobody' })).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
  await add({});
  await expect(add({})).rejects.toMatchObject({ code: 'PLUGIN_DEVICE_EXISTS' });
  await expect(host.updateDevice(device({}, 'x'))).rejects.toMatchObject({ code: 'PLUGIN_DEVICE_UNKNOWN' });
  await host.removeDevice('d1');
  await host.removeDevice('d1');
  expect(host.status().devices).toEqual([]);
});

test('secrets of devices and settings never reach a log, an issue or an error', async () => {
  const { host, heard } = await start([{ source: fixture('steady'), settings: { token: 'tok-4711-secret' } }]);
  const password = 'p4ss"wörd/with spaces';
  await host.addDevice(device({ mode: 'log-secret', password }));
  await host.probe('steady', { host: 'x', password: 'probe-only-secret' }, 'UTC');
  await until('it has logged', () => heard.logs.some((entry) => entry.message.startsWith('probing')));
  await until('it has logged more', () => heard.logs.some((entry) => entry.message.startsWith('password')));
  const said = JSON.stringify(heard.logs);
  for (const secret of ['tok-4711-secret', 'wörd/with', 'probe-only-secret']) expect(said).not.toContain(secret);
  expect(said).toContain('[redacted]');
});
