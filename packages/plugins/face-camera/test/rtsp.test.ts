import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@hadir/sdk/testing';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { rtspSource } from '../src/frames/ffmpeg.js';
import { type SimulatedCamera, startCamera } from '../src/testing/camera.js';
import { emptyScene, scene } from './support/pictures.js';

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const user = { username: 'admin', password: "p@ss w:rd'#1" };

async function camera(picture?: Buffer): Promise<SimulatedCamera> {
  const started = await startCamera({ picture: picture ?? (await scene(1)), framesPerSecond: 8, user });
  closers.push(() => started.stop());
  return started;
}

/** Starts to grab; ends with the test. */
function grab(url: string, options: Partial<Parameters<typeof rtspSource>[0]> = {}) {
  const stop = new AbortController();
  const frames: Buffer[] = [];
  const source = rtspSource({ url, ...user, framesPerSecond: 4, ...options });
  const over = source.grab({ picture: (jpeg) => void frames.push(jpeg), alive: () => undefined }, stop.signal);
  const outcome = over.then(
    () => null,
    (error: unknown) => error,
  );
  closers.push(async () => {
    stop.abort();
    await outcome;
  });
  return { frames, outcome, stop };
}

/** Children of this process that are ffmpeg: their pids and arguments. */
function children(): { pid: number; args: string }[] {
  const found: { pid: number; args: string }[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = / (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8').split(')').at(-1)?.slice(2) ?? '')?.[1];
      const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      if (Number(parent) === process.pid && args.startsWith('ffmpeg')) found.push({ pid: Number(name), args });
    } catch {
      // It ended while it was looked at.
    }
  }
  return found;
}

describe.skipIf(!HAS_FFMPEG)('RTSP through ffmpeg', () => {
  it('gives pictures that show what the camera sees; the password is not among the arguments', async () => {
    const cam = await camera(await emptyScene(30));
    const { frames, stop, outcome } = grab(cam.rtspUrl);
    await until('a first picture', () => frames.length > 0, 20_000);
    const [child] = children();
    expect(child?.args).toContain('image2pipe');
    expect(child?.args).not.toMatch(/p@ss|p%40ss|admin/);
    const { width, height } = await sharp(frames[0]).metadata();
    expect([width, height]).toEqual([1280, 720]);
    cam.show(await emptyScene(200));
    const luma = async () => (await sharp(frames.at(-1)).stats()).channels[0]?.mean ?? 0;
    await until('the new scene', async () => (await luma()) > 150, 15_000, 100);
    stop.abort();
    expect(await outcome).toBeNull();
    expect(children()).toEqual([]);
  }, 60_000);

  it('a wrong password is refused, and is in no message', async () => {
    const cam = await camera();
    const { outcome } = grab(cam.rtspUrl, { password: 'not-this-one' });
    const error = await outcome;
    expect(error).toMatchObject({ code: 'FACE_CAMERA_DENIED' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('not-this-one');
  }, 30_000);

  it('a stream that stands still is cut and begun again; one that never comes back ends the source', async () => {
    const cam = await camera();
    const { frames, outcome } = grab(cam.rtspUrl, { stallMs: 4_000, retryBaseMs: 50 });
    await until('a first picture', () => frames.length > 0, 20_000);
    cam.faults.silent = true;
    await until('the child is gone', () => children().length === 0, 10_000);
    delete cam.faults.silent;
    const before = frames.length;
    await until('pictures again', () => frames.length > before, 20_000);
    await cam.stop();
    expect(await outcome).toMatchObject({ code: 'FACE_CAMERA_UNREACHABLE' });
  }, 60_000);

  it('a child that is killed is replaced', async () => {
    const cam = await camera();
    const { frames } = grab(cam.rtspUrl, { retryBaseMs: 50 });
    await until('a first picture', () => frames.length > 0, 20_000);
    const [child] = children();
    if (child !== undefined) process.kill(child.pid, 'SIGKILL');
    const before = frames.length;
    await until('pictures again', () => frames.length > before + 1, 20_000);
  }, 60_000);
});

describe('what ffmpeg says when it ends', () => {
  const says = async (line: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'hadir-ffmpeg-'));
    closers.push(async () => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'ffmpeg');
    writeFileSync(program, `#!/bin/sh\necho "${line}" >&2\nexit 1\n`, { mode: 0o700 });
    return await grab('rtsp://127.0.0.1:40123/live', { program, retryBaseMs: 1 }).outcome;
  };

  it.each([
    ['[rtsp @ 0x5640140100] method DESCRIBE failed: 401 Unauthorized', 'FACE_CAMERA_DENIED'],
    ['[in#0 @ 0x5640140100] rtsp://127.0.0.1:40123/live: Connection refused', 'FACE_CAMERA_UNREACHABLE'],
    ['[concat @ 0x5640140100] Impossible to open', 'FACE_FFMPEG_ENDED'],
  ])('%s', async (line, code) => {
    expect(await says(line)).toMatchObject({ code });
  });
});

describe('RTSP without ffmpeg', () => {
  it('says what to install', async () => {
    const { outcome } = grab('rtsp://127.0.0.1:1/live', { program: '/nonexistent/ffmpeg' });
    const error = await outcome;
    expect(error).toMatchObject({ code: 'FACE_FFMPEG_MISSING' });
    expect((error as { remedy(language: string): string }).remedy('id')).toContain('apt install ffmpeg');
  });
});
