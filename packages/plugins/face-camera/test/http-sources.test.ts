import { until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { FrameSource } from '../src/frames/frame.js';
import { mjpegSource } from '../src/frames/mjpeg.js';
import { snapshotSource } from '../src/frames/snapshot.js';
import { type SimulatedCamera, startCamera } from '../src/testing/camera.js';
import { emptyScene } from './support/pictures.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const user = { username: 'admin', password: 'rahasia' };
const right = { ...user, certificateSha256: undefined };
const wrong = { ...right, password: 'salah' };

async function camera(): Promise<SimulatedCamera> {
  const started = await startCamera({ picture: await emptyScene(), framesPerSecond: 20, user });
  closers.push(() => started.stop());
  return started;
}

function grab(source: FrameSource) {
  const stop = new AbortController();
  const frames: Buffer[] = [];
  const outcome = source.grab({ picture: (jpeg) => void frames.push(jpeg), alive: () => undefined }, stop.signal).then(
    () => null,
    (error: unknown) => error,
  );
  closers.push(async () => {
    stop.abort();
    await outcome;
  });
  return { frames, outcome, stop };
}

describe('snapshots', () => {
  it('come at the rate that was asked for, over one sign-in, and follow the scene', async () => {
    const cam = await camera();
    const { frames, stop, outcome } = grab(
      snapshotSource({ url: cam.snapshotUrl, access: right, framesPerSecond: 20 }),
    );
    await until('five', () => frames.length >= 5);
    expect(cam.refused).toBe(1);
    const next = await emptyScene(10);
    cam.show(next);
    await until('the new scene', () => frames.at(-1)?.equals(next) === true);
    stop.abort();
    expect(await outcome).toBeNull();
  });

  it('a wrong password is tried once and no more', async () => {
    const cam = await camera();
    const { outcome } = grab(snapshotSource({ url: cam.snapshotUrl, access: wrong, framesPerSecond: 20 }));
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_DENIED' });
    expect(cam.refused).toBe(2);
  });

  it('a hiccup is passed over; a page instead of a picture, again and again, is told', async () => {
    const cam = await camera();
    const source = snapshotSource({ url: cam.snapshotUrl, access: right, framesPerSecond: 20, retryMs: 20 });
    const { frames, outcome } = grab(source);
    await until('two', () => frames.length >= 2);
    cam.cut();
    const before = frames.length;
    await until('goes on', () => frames.length > before + 1);
    cam.faults.html = true;
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_ANSWER', details: { what: 'text/html' } });
  });

  it('nobody there', async () => {
    const { outcome } = grab(
      snapshotSource({ url: 'http://127.0.0.1:1/x.jpg', access: right, framesPerSecond: 5, retryMs: 10 }),
    );
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_UNREACHABLE' });
  });
});

describe('an MJPEG stream', () => {
  it.each([{ noLength: false }, { noLength: true }])('gives whole pictures (%o)', async (faults) => {
    const cam = await camera();
    Object.assign(cam.faults, faults);
    const { frames, stop, outcome } = grab(mjpegSource({ url: cam.mjpegUrl, access: right }));
    const scene = await emptyScene(90);
    cam.show(scene);
    await until('the scene', () => frames.at(-1)?.equals(scene) === true);
    stop.abort();
    expect(await outcome).toBeNull();
  });

  it('that stands still, is cut, is refused or is none, ends the source with its reason', async () => {
    const cam = await camera();
    const still = grab(mjpegSource({ url: cam.mjpegUrl, access: right, stallMs: 200 }));
    await until('one', () => still.frames.length > 0);
    cam.faults.silent = true;
    expect(await still.outcome).toMatchObject({ code: 'FACE_CAMERA_SILENT' });
    delete cam.faults.silent;

    const cut = grab(mjpegSource({ url: cam.mjpegUrl, access: right }));
    await until('one', () => cut.frames.length > 0);
    cam.cut();
    expect(await cut.outcome).toMatchObject({ code: 'FACE_CAMERA_UNREACHABLE' });

    const refused = grab(mjpegSource({ url: cam.mjpegUrl, access: wrong }));
    expect(await refused.outcome).toMatchObject({ code: 'FACE_CAMERA_DENIED' });
    const none = grab(mjpegSource({ url: cam.snapshotUrl, access: right }));
    expect(await none.outcome).toMatchObject({ code: 'FACE_CAMERA_ANSWER' });
  });
});
