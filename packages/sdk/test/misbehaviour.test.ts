import { until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deviceOf, ensureDist, fixture, isAlive, pluginOf, rough, type TestHost, testHost } from './support.js';

let running: TestHost | null = null;
beforeAll(ensureDist);
afterEach(async () => {
  await running?.host.stop();
  running = null;
});

/** A steady plugin beside every rough one: it must never notice. */
async function beside(mode: string, options: Parameters<typeof testHost>[1] = {}): Promise<TestHost> {
  running = testHost([{ ...rough(mode), memoryMiB: 48 }, fixture('steady')], options);
  await running.host.start();
  await running.host.addDevice({
    deviceId: 'calm',
    pluginId: 'steady',
    zone: 'Asia/Jakarta',
    name: 'calm',
    config: { host: 'x', count: 20 },
  });
  return running;
}

async function neighbourIsFine({ host, sink }: TestHost): Promise<void> {
  await until('the neighbour delivers', () => sink.keys('calm').length === 20);
  await until('the neighbour is online', () => deviceOf(host, 'calm').state === 'online');
  expect(pluginOf(host, 'steady').restarts).toBe(0);
}

describe('every way in which a process ends is counted and named', () => {
  test.each([
    ['crash', 'crash', 'PLUGIN_EXITED'],
    ['reject', 'crash', 'PLUGIN_EXITED'],
    ['exit-0', 'exit', 'PLUGIN_EXITED'],
    ['abort', 'signal', 'PLUGIN_EXITED'],
    ['hang', 'hang', 'PLUGIN_HUNG'],
    ['leak', 'out-of-memory', 'PLUGIN_OUT_OF_MEMORY'],
    ['leak-buffers', 'out-of-memory', 'PLUGIN_OUT_OF_MEMORY'],
    ['garbage', 'refused', 'PLUGIN_MESSAGE_TOO_LARGE'],
    ['huge-claim', 'refused', 'PLUGIN_MESSAGE_TOO_LARGE'],
    ['not-json', 'refused', 'PLUGIN_MESSAGE_INVALID'],
    ['unknown-message', 'refused', 'PLUGIN_MESSAGE_INVALID'],
    ['throws-in-start', 'start-failed', 'PLUGIN_START_FAILED'],
  ])('%s', async (mode, reason, code) => {
    // A process that collects garbage all the time is late with its heartbeats; here it is to reach its limit.
    const heartbeatMs = mode === 'leak' ? 3_000 : 300;
    const { host, heard } = await beside(mode, {
      timings: { restartBaseMs: 60_000, restartMaxMs: 60_000, heartbeatMs },
    });
    await until('the exit', () => pluginOf(host, 'rough').lastExit !== null, 30_000);
    const { lastExit, state, nextStartAt, pid, restarts, lastError } = pluginOf(host, 'rough');
    expect({ reason: lastExit?.reason, state, restarts, pid }).toEqual({
      reason,
      state: 'waiting',
      restarts: 1,
      pid: null,
    });
    expect(nextStartAt).not.toBeNull();
    expect(lastError?.code).toBe(code);
    const issue = heard.raised.find((raised) => raised.code === code);
    expect(issue?.texts).toMatchObject({ message: { id: expect.any(String), en: expect.any(String) } });
    if (running) await neighbourIsFine(running);
  });

  test('a crash says what was thrown', async () => {
    const { host } = await beside('crash');
    await until('the exit', () => pluginOf(host, 'rough').lastExit !== null);
    expect(pluginOf(host, 'rough').lastError?.message).toContain('TypeError: the driver fell over');
  });

  test('a start that never comes back is given up', async () => {
    const { host } = await beside('never-starts', { sessionTimings: { startMs: 300 } });
    expect(pluginOf(host, 'rough').lastExit?.reason).toBe('start-failed');
    expect(pluginOf(host, 'rough').lastError?.code).toBe('PLUGIN_PHASE_TIMEOUT');
  });
});

describe('floods', () => {
  test('of log lines and output are dropped, counted, and hurt nobody', async () => {
    const started = await beside('log-flood', { limits: { logLinesPerSecond: 20 } });
    await neighbourIsFine(started);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const lines = started.heard.logs.length;
    expect(lines).toBeLessThan(20 * 6);
    expect(started.heard.logs.some((entry) => Number(entry.fields?.droppedBefore) > 0)).toBe(true);
    expect(pluginOf(started.host, 'rough').state).toBe('running');
  });

  test.each(['issue-flood', 'raw-flood'])('of notices (%s) are dropped and hurt nobody', async (mode) => {
    const started = await beside(mode, { limits: { noticesPerSecond: 50 } });
    await neighbourIsFine(started);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const passed = started.heard.raised.length + started.heard.cleared.length;
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(100 * 6);
    if (mode === 'raw-flood') expect(started.heard.raised.map((issue) => issue.code)).toContain('PLUGIN_FLOOD');
  });

  test('of batches nobody waits for stay in the plugin', async () => {
    const { host } = await beside('ok');
    await host.addDevice({
      deviceId: 'eager',
      pluginId: 'rough',
      zone: 'UTC',
      name: 'eager',
      config: { host: 'x', mode: 'emit-flood' },
    });
    await until('the flood goes through in order', () => running?.sink.cursor('eager') === 19_999, 60_000);
    expect(running?.sink.mostAtOnce()).toBeLessThanOrEqual(2);
    expect(pluginOf(host, 'rough').restarts).toBe(0);
  });
});

test('a driver that gives a notice of the wrong shape loses the notice, not its process', async () => {
  const { host, heard } = await beside('bad-candidate');
  await until('it goes on', () => heard.logs.some((entry) => entry.message === 'still here'));
  expect(heard.discovered).toEqual([]);
  await until('the bug is counted', () => pluginOf(host, 'rough').bugs === 1);
  expect(pluginOf(host, 'rough').state).toBe('running');
});

test('a plugin that will not close is ended in time, and nothing of it is left', async () => {
  const { host } = await beside('ignores-close', { sessionTimings: { closeMs: 100 } });
  const { pid } = pluginOf(host, 'rough');
  const startedAt = performance.now();
  await host.stop();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expect(pid !== null && isAlive(pid)).toBe(false);
  expect(pluginOf(host, 'rough').state).toBe('stopped');
});

test('a hang in one device is a hang of its plugin only; it comes back', async () => {
  const started = await beside('ok');
  const { host } = started;
  await host.addDevice({
    deviceId: 'hung',
    pluginId: 'rough',
    zone: 'UTC',
    name: 'hung',
    config: { host: 'x', mode: 'hang' },
  });
  await until('it is killed', () => pluginOf(host, 'rough').lastExit?.reason === 'hang', 20_000);
  expect(deviceOf(host, 'hung').detail).toBe('plugin-down');
  await neighbourIsFine(started);
  await host.updateDevice({ deviceId: 'hung', pluginId: 'rough', zone: 'UTC', name: 'hung', config: { host: 'x' } });
  await until('it runs again', () => pluginOf(host, 'rough').state === 'running', 20_000);
});
