import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FaceReading, isReading } from '@hadir/sdk';
import { createPluginHost } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCamera } from '../src/testing/camera.js';
import { emptyScene, herPicture, scene } from './support/pictures.js';

const PLUGIN = fileURLToPath(new URL('..', import.meta.url));
const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
const never = new AbortController().signal;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The plugin's process runs what was built. */
beforeAll(() => {
  if (!existsSync(path.join(PLUGIN, 'dist/manifest.json'))) throw new Error('build first: npx turbo run build');
});

const user = { username: 'admin', password: 'rahasia' };

async function host() {
  const sink = memorySink();
  const settings = { threads: 1 };
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'hadir-face-'));
  closers.push(async () => rmSync(stateFolder, { recursive: true, force: true }));
  const plugins = [{ source: PLUGIN, settings }];
  const started = createPluginHost({ plugins, sink, stateFolder, timings: { restartBaseMs: 50 } });
  closers.push(() => started.stop());
  await started.start();
  expect(started.status().plugins[0]).toMatchObject({ pluginId: 'face-camera', state: 'running' });
  const add = (deviceId: string, config: Readonly<Record<string, unknown>>) =>
    started.addDevice({ pluginId: 'face-camera', zone: 'Asia/Makassar', deviceId, name: deviceId, config });
  const faces = (deviceId: string) =>
    sink.readings(deviceId).filter((one): one is FaceReading => isReading(one) && one.kind === 'face');
  const stateOf = (deviceId: string) => started.status().devices.find((one) => one.deviceId === deviceId)?.state;
  const enrol = async (personKey: string, picture: string) => {
    const { templates } = await started.faces('face-camera', 'assess', { name: 'assess', picture }, never);
    const entries = [{ personKey, gallery: 'dinas', templates }];
    return await started.faces('face-camera', 'load', { name: 'load', fresh: true, entries }, never);
  };
  return { host: started, sink, add, faces, stateOf, enrol };
}

const pidOf = (started: Awaited<ReturnType<typeof host>>) => started.host.status().plugins[0]?.pid ?? null;

describe('the plugin in a process of its own, with no more rights than it asks for', () => {
  it('tells whom it saw although the store refused it and the process was killed then', async () => {
    const cam = await startCamera({ picture: await emptyScene(), user });
    closers.push(() => cam.stop());
    const plugin = await host();
    const camera = { type: 'camera', ...user, framesPerSecond: 4, galleries: ['dinas'] };
    await plugin.add('pintu', { ...camera, source: 'snapshot', url: cam.snapshotUrl });
    await plugin.enrol('SHE1', await herPicture());
    await until('online', () => plugin.stateOf('pintu') === 'online', 30_000);
    plugin.sink.failNext(1_000_000);
    cam.show(await scene(1));
    await until('refused', () => plugin.sink.appends() > 0, 30_000);
    cam.show(await emptyScene());
    expect(plugin.faces('pintu')).toEqual([]);
    const pid = pidOf(plugin);
    if (pid !== null) process.kill(pid, 'SIGKILL');
    await until('a new process', () => pidOf(plugin) !== null && pidOf(plugin) !== pid, 30_000);
    // She has left, and the new process has no gallery: what it tells was written down.
    plugin.sink.failNext(0);
    await until('she is told', () => plugin.faces('pintu').length > 0, 30_000);
    expect(plugin.faces('pintu')).toMatchObject([{ deviceUserId: 'SHE1', band: 'accept' }]);
  }, 120_000);

  it('loads models and native libraries, names the enrolled, and again after it was killed and loaded anew', async () => {
    const cam = await startCamera({ picture: await emptyScene(), user });
    closers.push(() => cam.stop());
    const plugin = await host();
    const camera = { type: 'camera', ...user, framesPerSecond: 4, galleries: ['dinas'], rules: { repeatMs: 0 } };
    await plugin.add('pintu', { ...camera, source: 'snapshot', url: cam.snapshotUrl });
    expect(await plugin.enrol('SHE1', await herPicture())).toEqual({ people: 1 });
    await until('online', () => plugin.stateOf('pintu') === 'online', 30_000);
    cam.show(await scene(1));
    await until('she is told', () => plugin.faces('pintu').length >= 1, 30_000);
    const { picture } = await plugin.host.faces(
      'face-camera',
      'capture',
      { name: 'capture', deviceId: 'pintu' },
      never,
    );
    expect(Buffer.from(picture, 'base64').equals(await scene(1))).toBe(true);

    cam.show(await emptyScene());
    const pid = pidOf(plugin);
    if (pid !== null) process.kill(pid, 'SIGKILL');
    await until('a new process', () => pidOf(plugin) !== null && pidOf(plugin) !== pid, 30_000);
    await until('online again', () => plugin.stateOf('pintu') === 'online', 30_000);
    // On a busy machine frames are far apart, and she may have been lost from sight and told again.
    const told = plugin.faces('pintu').length;
    cam.show(await scene(1));
    const seen = cam.served;
    await until('looked at', () => cam.served > seen + 6, 30_000);
    expect(plugin.faces('pintu')).toHaveLength(told);
    cam.show(await emptyScene());
    await plugin.enrol('SHE1', await herPicture());
    cam.show(await scene(1));
    await until('she is told again', () => plugin.faces('pintu').length > told, 30_000);
  }, 180_000);

  it.skipIf(!HAS_FFMPEG)(
    'reads RTSP through ffmpeg, which ends with the process',
    async () => {
      const cam = await startCamera({ picture: await scene(1), user });
      closers.push(() => cam.stop());
      const plugin = await host();
      await plugin.enrol('SHE1', await herPicture());
      await plugin.add('gerbang', { type: 'camera', source: 'rtsp', url: cam.rtspUrl, ...user, galleries: ['*'] });
      await until('she is told', () => plugin.faces('gerbang').length === 1, 60_000);
      const plays = () => cam.requests.filter((one) => one.startsWith('PLAY')).length;
      expect(plays()).toBe(1);
      const pid = pidOf(plugin);
      if (pid !== null) process.kill(pid, 'SIGKILL');
      await until('a stream of its successor', () => plays() === 2, 60_000);
      await until('that of the dead is closed', () => cam.viewers === 1, 30_000);
    },
    180_000,
  );
});
