import { systemClock } from '@hadir/sdk/host';
import { until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { onvifSource } from '../src/frames/onvif-source.js';
import { type CameraOptions, type SimulatedCamera, startCamera } from '../src/testing/camera.js';
import { emptyScene } from './support/pictures.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const user = { username: 'onvif', password: 'rahasia<&>' };
const access = { ...user, certificateSha256: undefined };

async function camera(more: Partial<CameraOptions> = {}): Promise<SimulatedCamera> {
  const started = await startCamera({ picture: await emptyScene(), user, ...more });
  closers.push(() => started.stop());
  return started;
}

function grab(cam: SimulatedCamera, more: Partial<Parameters<typeof onvifSource>[0]> = {}) {
  const stop = new AbortController();
  const seen = { pictures: 0, alive: 0 };
  const source = onvifSource({
    url: cam.onvifUrl,
    access,
    framesPerSecond: 20,
    onlyMotion: false,
    clock: systemClock,
    ...more,
  });
  const taker = {
    picture() {
      seen.pictures += 1;
    },
    alive() {
      seen.alive += 1;
    },
  };
  const outcome = source.grab(taker, stop.signal).then(
    () => null,
    (error: unknown) => error,
  );
  closers.push(async () => {
    stop.abort();
    await outcome;
  });
  return { seen, outcome, stop };
}

describe('a camera over ONVIF', () => {
  it.each([0, -7_200_000, 86_400_000])(
    'tells its snapshot address, whose inner host nobody reaches, whatever its clock shows (%i ms off)',
    async (clockOffsetMs) => {
      const cam = await camera({ clockOffsetMs });
      const { seen, stop, outcome } = grab(cam);
      await until('pictures', () => seen.pictures >= 3);
      expect(cam.requests).toContain('GET /snapshot.jpg?profile=1&size=full');
      stop.abort();
      expect(await outcome).toBeNull();
    },
  );

  it('refuses a wrong password in words that are understood', async () => {
    const { outcome } = grab(await camera(), { access: { ...access, password: 'salah' } });
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_DENIED' });
  });

  it('gives pictures only while something moves, and a little longer', async () => {
    const cam = await camera();
    const { seen, stop, outcome } = grab(cam, { onlyMotion: true, afterMotionMs: 300 });
    await until('it listens', () => cam.requests.filter((one) => one.endsWith('/onvif/pull')).length > 0);
    expect(seen.pictures).toBe(0);
    cam.move(true);
    await until('pictures', () => seen.pictures >= 3);
    cam.move(false);
    await until('told', () => seen.alive >= 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = seen.pictures;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.pictures).toBe(after);
    cam.move(true);
    await until('pictures again', () => seen.pictures > after);
    stop.abort();
    expect(await outcome).toBeNull();
    expect(cam.requests.filter((one) => one.endsWith('/onvif/pull')).length).toBeGreaterThanOrEqual(4);
  });

  it('a camera that goes away while it is listened to ends the source', async () => {
    const cam = await camera();
    const { outcome } = grab(cam, { onlyMotion: true });
    await until('it listens', () => cam.requests.some((one) => one.endsWith('/onvif/pull')));
    await cam.stop();
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_UNREACHABLE' });
  });
});
