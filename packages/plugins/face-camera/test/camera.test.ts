import { conformance, memorySink, until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import driver from '../src/index.js';
import { type SimulatedCamera, startCamera } from '../src/testing/camera.js';
import { emptyScene, herPicture, scene } from './support/pictures.js';
import { enrol, run } from './support/run.js';

const never = new AbortController().signal;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const user = { username: 'admin', password: 'rahasia' };

async function camera(picture?: Buffer): Promise<SimulatedCamera> {
  const started = await startCamera({ picture: picture ?? (await emptyScene()), framesPerSecond: 5, user });
  closers.push(() => started.stop());
  return started;
}

const snapshot = (cam: SimulatedCamera, more: object = {}) => ({
  type: 'camera',
  source: 'snapshot',
  url: cam.snapshotUrl,
  ...user,
  framesPerSecond: 5,
  galleries: ['dinas'],
  ...more,
});

async function open(config: Readonly<Record<string, unknown>>, sink = memorySink()) {
  const started = await run(config, { sink });
  closers.push(() => started.running.stop());
  return started;
}

describe('a plain camera', () => {
  it.each(['snapshot', 'mjpeg'] as const)(
    'names the enrolled person once, and no stranger (%s)',
    async (source) => {
      const cam = await camera();
      const url = source === 'mjpeg' ? cam.mjpegUrl : cam.snapshotUrl;
      const { running, faces, issues } = await open(snapshot(cam, { source, url }));
      await until('online', () => running.status().state === 'online', 20_000);
      await enrol(running, 'SHE1', 'dinas', await herPicture());
      // Strangers: fifteen faces of four other photographs.
      for (const number of [2, 4, 5, 6] as const) {
        cam.show(await scene(number));
        const seen = cam.served;
        await until('looked at', () => cam.served > seen + 3, 10_000);
      }
      expect(faces()).toEqual([]);
      cam.show(await scene(1));
      await until('she is told', () => faces().length > 0, 15_000);
      const seen = cam.served;
      await until('she stays', () => cam.served > seen + 10, 15_000);
      expect(faces()).toHaveLength(1);
      const [reading] = faces();
      expect(reading).toMatchObject({
        deviceUserId: 'SHE1',
        band: 'accept',
        liveness: 'none',
        transport: `camera-${source}`,
        time: { form: 'instant' },
      });
      expect(reading?.passiveLiveness).toBeGreaterThan(0.5);
      expect(reading?.key).toMatch(/^f\|SHE1\|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      const evidence = JSON.parse(reading?.raw.data ?? '') as Record<string, unknown>;
      expect(Object.keys(evidence).sort()).toEqual(
        ['agreed', 'assessed', 'band', 'liveness', 'model', 'passiveLiveness', 'source', 'thresholds'].sort(),
      );
      expect(issues.size).toBe(0);
    },
    60_000,
  );

  it('looks only for the people of its galleries; without any it gives pictures and says what is missing', async () => {
    const cam = await camera(await scene(1));
    const other = await open(snapshot(cam, { galleries: ['kecamatan'] }));
    await enrol(other.running, 'SHE1', 'dinas', await herPicture());
    const none = await open(snapshot(cam, { galleries: undefined }));
    await enrol(none.running, 'SHE1', 'dinas', await herPicture());
    const seen = cam.served;
    await until('looked at', () => cam.served > seen + 20, 15_000);
    expect([...other.faces(), ...none.faces()]).toEqual([]);
    expect(none.issues).toContain('FACE_GALLERIES_UNSET');
    const { picture } = await none.running.faces('capture', { name: 'capture', deviceId: 'pintu' }, never);
    expect(Buffer.from(picture, 'base64').equals(await scene(1))).toBe(true);
  }, 60_000);

  it('a photograph held before a kiosk that asks for a challenge is never accepted', async () => {
    const cam = await camera();
    const rules = { reviewAfterMs: 2_000 };
    const { running, faces } = await open(snapshot(cam, { liveness: 'challenge', framesPerSecond: 8, rules }));
    await enrol(running, 'SHE1', 'dinas', await herPicture());
    cam.show(Buffer.from(await herPicture(), 'base64'));
    // Known, and held for an officer: without the challenge it would have been accepted.
    await until('she is held back', () => faces().length > 0, 30_000);
    await running.stop();
    for (const { band, liveness } of faces()) expect([band, liveness]).toEqual(['review', 'challenge-failed']);
  }, 60_000);

  it('what the store refuses is told in the next session', async () => {
    const cam = await camera();
    const sink = memorySink();
    const { running, faces } = await open(snapshot(cam), sink);
    await enrol(running, 'SHE1', 'dinas', await herPicture());
    sink.failNext(3);
    cam.show(await scene(1));
    await until('she is told', () => faces().length > 0, 30_000);
    expect(sink.appends()).toBe(4);
    expect(faces()).toHaveLength(1);
  }, 60_000);

  it('forgets on demand, at once', async () => {
    const cam = await camera();
    const { running, faces } = await open(snapshot(cam));
    await enrol(running, 'SHE1', 'dinas', await herPicture());
    expect(await running.faces('forget', { name: 'forget', personKey: 'SHE1' }, never)).toEqual({ left: 0 });
    cam.show(await scene(1));
    const seen = cam.served;
    await until('looked at', () => cam.served > seen + 10, 15_000);
    expect(faces()).toEqual([]);
  }, 60_000);

  it('a wrong password is a matter of credentials, tried once', async () => {
    const cam = await camera();
    const { running } = await open(snapshot(cam, { password: 'salah' }));
    await until('refused', () => running.status().detail === 'auth', 20_000);
    expect(running.status().lastError?.error.code).toBe('FACE_CAMERA_DENIED');
    expect(cam.refused).toBeLessThanOrEqual(2);
    const { steps } = await running.probe(snapshot(cam, { password: 'salah' }));
    expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['reachable', true],
      ['session', true],
      ['authorised', false],
    ]);
  }, 60_000);

  it('the probe says what it sees', async () => {
    const cam = await camera(await scene(1));
    const { running } = await open(snapshot(cam));
    const { steps } = await running.probe(snapshot(cam));
    expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['reachable', true],
      ['session', true],
      ['authorised', true],
      ['read', true],
    ]);
    expect(steps.at(-1)?.detail).toMatch(/^1280×720, 3 face\(s\), widest \d+ px/);
    const wall = await camera();
    expect((await running.probe(snapshot(wall))).steps.at(-1)?.detail).toBe('1280×720, no face');
  }, 60_000);
});

describe('the driver keeps its promises with a camera', () => {
  const checks = conformance(driver, {
    config: async () => snapshot(await camera()),
    unreachable: { type: 'camera', source: 'snapshot', url: 'http://127.0.0.1:1/x.jpg', galleries: ['*'] },
    settings: { threads: 1 },
    patienceMs: 20_000,
  });
  // A camera keeps no log; reading one is proven with the terminals.
  const live = checks.filter(({ name }) => !/^(backfill|emit|cursor):/.test(name));
  it.each(live.map(({ name, run: check }) => ({ name, check })))('$name', ({ check }) => check(), 60_000);
});
