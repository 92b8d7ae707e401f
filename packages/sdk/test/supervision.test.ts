import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ensureDist, fixture, isAlive, pluginOf, rough, SDK, type TestHost, testHost } from './support.js';

let running: TestHost | null = null;
const folders: string[] = [];
beforeAll(ensureDist);
afterEach(async () => {
  await running?.host.stop();
  running = null;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function start(...input: Parameters<typeof testHost>): Promise<TestHost> {
  running = testHost(...input);
  await running.host.start();
  return running;
}

/** A fixture as an installed package somewhere else: only a link leads to the SDK. */
function installed(name: string): string {
  const root = mkdtempSync(join(tmpdir(), 'hadir-plugin-'));
  folders.push(root);
  const folder = join(root, 'node_modules', `fixture-${name}`);
  cpSync(join(SDK, 'test', 'fixtures', name), folder, { recursive: true });
  cpSync(join(SDK, 'package.json'), join(root, 'package.json'));
  const scope = join(root, 'node_modules', '@hadir');
  cpSync(join(SDK, 'test', 'fixtures', name, 'package.json'), join(scope, 'keep.json'), { recursive: true });
  symlinkSync(SDK, join(scope, 'sdk'));
  return root;
}

test('a plugin that keeps falling over is quarantined, tried again for ever, and named', async () => {
  const { host, heard } = await start([rough('crash')]);
  await until('quarantine', () => pluginOf(host, 'rough').state === 'quarantined', 20_000);
  expect(pluginOf(host, 'rough').restarts).toBe(3);
  expect(heard.raised.map((issue) => issue.code)).toContain('PLUGIN_QUARANTINED');
  await until('a half-open try', () => pluginOf(host, 'rough').restarts === 4, 20_000);
  await until('back in quarantine', () => pluginOf(host, 'rough').state === 'quarantined', 20_000);
  await until('and another', () => pluginOf(host, 'rough').restarts === 5, 20_000);
});

test('a process that lives long enough has a clean sheet and its issues are cleared', async () => {
  const { host, heard } = await start([fixture('steady')], { timings: { calmMs: 200 } });
  const { pid } = pluginOf(host, 'steady');
  if (pid !== null) process.kill(pid, 'SIGKILL');
  await until(
    'it is back',
    () => pluginOf(host, 'steady').restarts === 1 && pluginOf(host, 'steady').state === 'running',
  );
  expect(heard.raised.map((issue) => issue.code)).toEqual(['PLUGIN_EXITED']);
  expect(pluginOf(host, 'steady').lastExit).toMatchObject({ reason: 'signal', signal: 'SIGKILL' });
  await until('the issue is cleared', () => heard.cleared.includes('PLUGIN_EXITED'));
  expect(pluginOf(host, 'steady').lastError).toBeNull();
});

test('code that cannot be loaded is not tried again until its file changes', async () => {
  const root = installed('unloadable');
  const entry = join(root, 'node_modules', 'fixture-unloadable', 'index.mjs');
  const { host, heard } = await start(['fixture-unloadable'], { resolveFrom: root });
  expect(pluginOf(host, 'unloadable').state).toBe('failed');
  expect(pluginOf(host, 'unloadable').lastError?.code).toBe('PLUGIN_IMPORT_FAILED');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(pluginOf(host, 'unloadable').restarts).toBe(1);

  copyFileSync(join(SDK, 'test', 'fixtures', 'steady', 'index.mjs'), entry);
  await until('it runs', () => pluginOf(host, 'unloadable').state === 'running', 20_000);
  await until('its issue is cleared', () => heard.cleared.includes('PLUGIN_IMPORT_FAILED'));
});

test('an operator can ask for another try', async () => {
  const { host } = await start([fixture('unloadable')]);
  await host.restartPlugin('unloadable');
  expect(pluginOf(host, 'unloadable').restarts).toBe(2);
  expect(pluginOf(host, 'unloadable').state).toBe('failed');
});

test('restarting a running plugin drains it and gives it a new process', async () => {
  const { host } = await start([fixture('steady')]);
  const before = pluginOf(host, 'steady').pid;
  await host.restartPlugin('steady');
  const after = pluginOf(host, 'steady');
  expect(after.state).toBe('running');
  expect(after.pid).not.toBe(before);
  expect(after.restarts).toBe(0);
  expect(before !== null && isAlive(before)).toBe(false);
});

test('a plugin built for another contract is refused with the reason, and none of its code runs', async () => {
  const { host, heard } = await start([fixture('tomorrow')]);
  const { state, lastError, pid } = pluginOf(host, 'tomorrow');
  expect({ state, pid }).toEqual({ state: 'refused', pid: null });
  expect(lastError?.code).toBe('PLUGIN_API_VERSION');
  expect(lastError?.text('en')).toContain('version 99');
  expect(heard.logs).toEqual([]);
  expect(heard.raised.map((issue) => issue.code)).toEqual(['PLUGIN_API_VERSION']);
});

test('a manifest that is missing, broken or listed twice stops that plugin only', async () => {
  const root = mkdtempSync(join(tmpdir(), 'hadir-plugin-'));
  folders.push(root);
  const broken = join(root, 'manifest.json');
  writeFileSync(broken, '{"id":"Broken!","apiVersion":1}');
  const { host } = await start([broken, '@nobody/no-such-plugin', fixture('steady'), fixture('steady')]);
  const states = host.status().plugins.map(({ state, lastError }) => `${state} ${lastError?.code ?? ''}`.trim());
  expect(states).toEqual([
    'refused PLUGIN_MANIFEST_INVALID',
    'refused PLUGIN_MANIFEST_NOT_FOUND',
    'running',
    'refused PLUGIN_DUPLICATE',
  ]);
  writeFileSync(broken, '{"id":');
  await until('the new reason', () => host.status().plugins[0]?.lastError?.message.includes('JSON') === true);
});

test('a manifest that is not that of the code is refused', async () => {
  const root = installed('steady');
  const manifest = join(root, 'node_modules', 'fixture-steady', 'manifest.json');
  const entry = join(root, 'node_modules', 'fixture-steady', 'index.mjs');
  writeFileSync(
    entry,
    `import driver from './real.mjs'; export default { ...driver, manifest: { ...driver.manifest, version: '9.9.9' } };`,
  );
  copyFileSync(
    join(SDK, 'test', 'fixtures', 'steady', 'index.mjs'),
    join(root, 'node_modules', 'fixture-steady', 'real.mjs'),
  );
  const { host } = await start([manifest]);
  expect(pluginOf(host, 'steady').state).toBe('failed');
  expect(pluginOf(host, 'steady').lastError?.code).toBe('PLUGIN_MANIFEST_STALE');
});

test('settings are checked before any code runs', async () => {
  const { host } = await start([{ source: fixture('steady'), settings: { mode: 5 } }]);
  const { state, lastError } = host.status().plugins[0] ?? {};
  expect(state).toBe('refused');
  expect(lastError?.code).toBe('PLUGIN_SETTINGS_INVALID');
  expect(lastError?.details.path).toBe('/mode');
});

test('a coded failure of start (a port in use) is tried again without quarantine', async () => {
  const { host, heard } = await start([{ source: fixture('steady'), settings: { mode: 'port-in-use' } }]);
  await until('many tries', () => pluginOf(host, 'steady').restarts >= 5, 30_000);
  expect(pluginOf(host, 'steady').state).not.toBe('quarantined');
  expect(pluginOf(host, 'steady').lastError?.code).toBe('FIXTURE_UNREACHABLE');
  expect(heard.raised[0]?.texts).toMatchObject({ message: { en: 'The test device cannot be reached.' } });
});

test('one slow plugin does not delay another', async () => {
  running = testHost([rough('never-starts'), fixture('steady')], { sessionTimings: { startMs: 20_000 } });
  const started = running.host.start();
  await until(
    'the quick one runs',
    () => running !== null && running.host.status().plugins[1]?.state === 'running',
    15_000,
  );
  expect(pluginOf(running.host, 'rough').state).toBe('starting');
  await running.host.stop();
  await started;
});

test('figures of the process arrive with its heartbeats', async () => {
  const { host } = await start([fixture('steady')]);
  await until('a heartbeat', () => pluginOf(host, 'steady').rssBytes !== null);
  const { rssBytes, cpuPercent, eventLoopDelayMs } = pluginOf(host, 'steady');
  expect(rssBytes).toBeGreaterThan(10_000_000);
  expect(cpuPercent).toBeGreaterThanOrEqual(0);
  expect(eventLoopDelayMs).toBeGreaterThan(0);
});

test('start and stop are idempotent, and a host can be started again', async () => {
  const { host, sink } = await start([fixture('steady')]);
  await host.addDevice({ deviceId: 'd', pluginId: 'steady', zone: 'UTC', name: 'd', config: { host: 'x', count: 5 } });
  await until('it delivers', () => sink.keys('d').length === 5);
  await Promise.all([host.stop(), host.stop()]);
  expect(host.status().devices[0]?.state).toBe('stopped');
  await host.start();
  await until('it is back', () => host.status().devices[0]?.state === 'online');
});
