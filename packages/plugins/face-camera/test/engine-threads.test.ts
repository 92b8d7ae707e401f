import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from '../src/engine/engine.js';
import { openFaceEngine } from '../src/engine/open-engine.js';
import { type Part, photo, photoPart } from '../src/testing/photos.js';

const signal = new AbortController().signal;
const HER: Part = { x: 0.48, y: 0.08, width: 0.26, height: 0.42 };
const HER_LEANING: Part = { x: 0.68, y: 0.1, width: 0.28, height: 0.4 };

describe('recognition in threads of its own', () => {
  let engine: FaceEngine;

  beforeAll(async () => {
    engine = await openFaceEngine({ models: ['mobilefacenet-512'], threads: 2, cacheFolder: null });
    const picture = Buffer.from(await photoPart(3, HER, 640)).toString('base64');
    const { templates } = await engine.service.assess({ name: 'assess', picture }, signal);
    const entries = [{ personKey: 'SHE', gallery: 'dinas', templates }];
    await engine.service.load({ name: 'load', fresh: true, entries }, signal);
  });
  afterAll(async () => await engine.close());

  it('recognises as in one thread, and searches with the compiled library', async () => {
    const watch = engine.watch({ galleries: ['dinas'] });
    const frame = await photoPart(1, HER_LEANING, 800);
    await watch.see(frame, 0, signal);
    const { decisions } = await watch.see(frame, 300, signal);
    expect(decisions).toMatchObject([{ personKey: 'SHE', band: 'accept' }]);
    expect(engine.stats()).toMatchObject({ threads: 2, people: 1, templates: 1, search: 'usearch' });
  });

  it('does not hold up the caller while models run', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await sharp(photo(5)).resize({ width: 1280 }).jpeg().toBuffer();
    const before = performance.eventLoopUtilization();
    for (let index = 0; index < 8; index++) await watch.see(frame, index * 400, signal);
    // With the models in this thread the loop would be busy nearly all the time.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.4);
  });

  it('takes frames of several cameras at the same time and refuses what would only grow old', async () => {
    const frame = await sharp(photo(5)).resize({ width: 1280 }).jpeg().toBuffer();
    const watches = Array.from({ length: 12 }, () => engine.watch({ galleries: null }));
    const results = await Promise.allSettled(watches.map(async (watch) => await watch.see(frame, 0, signal)));
    const done = results.filter(({ status }) => status === 'fulfilled');
    const refused = results.filter(
      (result) => result.status === 'rejected' && result.reason.code === 'FACE_ENGINE_BUSY',
    );
    expect(done.length).toBeGreaterThanOrEqual(6);
    expect(done.length + refused.length).toBe(12);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('takes one frame of a camera at a time', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await photoPart(1, HER_LEANING, 800);
    const first = watch.see(frame, 0, signal);
    await expect(watch.see(frame, 1, signal)).rejects.toMatchObject({ code: 'FACE_ENGINE_BUSY' });
    await first;
  });

  it('ends with the signal, and works on afterwards', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await photoPart(1, HER_LEANING, 800);
    const ending = new AbortController();
    const seen = watch.see(frame, 0, ending.signal);
    ending.abort(new Error('the camera was removed'));
    await expect(seen).rejects.toThrow('the camera was removed');
    expect((await watch.see(frame, 300, signal)).faces).toHaveLength(1);
  });

  it('says what is wrong with a picture, across the thread', async () => {
    const watch = engine.watch({ galleries: null });
    await expect(watch.see(Buffer.from('no picture'), 0, signal)).rejects.toMatchObject({
      code: 'FACE_PICTURE_INVALID',
    });
  });
});

it('starts nothing when a model is missing, and says which', async () => {
  const missing = openFaceEngine({ models: ['/nowhere/model.json'], threads: 1, cacheFolder: null });
  await expect(missing).rejects.toMatchObject({ code: 'FACE_MODEL_SPEC_INVALID' });
});

it('is done after close', async () => {
  const engine = await openFaceEngine({ models: ['mobilefacenet-512'], threads: 1, cacheFolder: null });
  const watch = engine.watch({ galleries: null });
  await engine.close();
  await engine.close();
  await expect(watch.see(readFileSync(import.meta.filename), 0, signal)).rejects.toMatchObject({
    code: 'FACE_ENGINE_CLOSED',
  });
});
