import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaceAnswer, FaceTemplate } from '@hadir/sdk';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Part, photo, photoPart } from '../testing/photos.js';
import type { FaceDecision, FaceEngine } from './engine.js';
import { openFaceEngine } from './open-engine.js';

const signal = new AbortController().signal;
/** The person who is in two of the photographs, upright in the third and leaning in the first. */
const HER: Part = { x: 0.48, y: 0.08, width: 0.26, height: 0.42 };
const HER_LEANING: Part = { x: 0.68, y: 0.1, width: 0.28, height: 0.4 };
const LAUGHING: Part = { x: 0.54, y: 0.1, width: 0.22, height: 0.4 };
const EYES_CLOSED: Part = { x: 0.68, y: 0.04, width: 0.26, height: 0.4 };

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('recognition of the test photographs', () => {
  let engine: FaceEngine;
  let hers: FaceTemplate[];

  beforeAll(async () => {
    engine = await openFaceEngine({ models: ['mobilefacenet-512'], threads: 0, cacheFolder: null });
    hers = (await assess(await photoPart(3, HER, 640))).templates;
    const { templates: other, advice } = await assess(await photoPart(6, LAUGHING, 640));
    expect(advice).toEqual([]);
    await engine.service.load(
      {
        name: 'load',
        fresh: true,
        entries: [
          { personKey: 'SHE', gallery: 'dinas', templates: hers },
          { personKey: 'OTHER', gallery: 'dinas', templates: other },
        ],
      },
      signal,
    );
  }, 60_000);
  afterAll(async () => await engine.close());

  async function assess(picture: Uint8Array): Promise<FaceAnswer<'assess'>> {
    return await engine.service.assess({ name: 'assess', picture: base64(picture) }, signal);
  }

  it('names her in another photograph after two frames, and once', async () => {
    const watch = engine.watch({ galleries: ['dinas'] });
    const frame = await photoPart(1, HER_LEANING, 800);
    const first = await watch.see(frame, 0, signal);
    expect(first.decisions).toEqual([]);
    const second = await watch.see(frame, 300, signal);
    expect(second.decisions).toMatchObject([
      {
        personKey: 'SHE',
        band: 'accept',
        agreed: 2,
        assessed: 2,
        liveness: 'none',
        thresholds: { accept: 0.5, review: 0.4, margin: 0.08, frames: 2, outOf: 3 },
      },
    ]);
    expect(second.decisions[0]?.passive).toBeGreaterThan(0.5);
    expect(second.decisions[0]?.model).toEqual(engine.models[0]);
    expect(second.faces.map(({ state }) => state)).toEqual(['accept']);
    expect(second.faces[0]?.track).toBe(first.faces[0]?.track);
    expect((await watch.see(frame, 600, signal)).decisions).toEqual([]);
    // A minute later she is told of again.
    expect((await watch.see(frame, 61_000, signal)).decisions).toMatchObject([{ personKey: 'SHE' }]);
  });

  it('finds everybody in the group and names only her', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await sharp(photo(3)).resize({ width: 1280 }).jpeg().toBuffer();
    await watch.see(frame, 0, signal);
    const { faces, decisions } = await watch.see(frame, 500, signal);
    expect(faces).toHaveLength(3);
    expect(decisions.map(({ personKey, band }) => [personKey, band])).toEqual([['SHE', 'accept']]);
    expect(faces.filter(({ state }) => state === 'accept')).toHaveLength(1);
    expect(watch.settle(60_000)).toEqual([]);
  });

  it('names nobody in photographs without the enrolled, however often', async () => {
    const watch = engine.watch({ galleries: null });
    for (const [index, number] of ([2, 4, 5] as const).entries()) {
      const frame = await sharp(photo(number)).resize({ width: 1280 }).jpeg().toBuffer();
      for (const again of [0, 1, 2]) {
        const { decisions } = await watch.see(frame, index * 20_000 + again * 400, signal);
        expect(decisions).toEqual([]);
      }
      expect(watch.settle(index * 20_000 + 10_000)).toEqual([]);
    }
  });

  it('does not look in galleries that are not the camera’s', async () => {
    const watch = engine.watch({ galleries: ['another'] });
    const frame = await photoPart(1, HER_LEANING, 800);
    for (const atMs of [0, 300, 600]) expect((await watch.see(frame, atMs, signal)).decisions).toEqual([]);
  });

  it('says of faces below the size limit that they were not assessed', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await sharp(photo(3)).resize({ width: 420 }).jpeg().toBuffer();
    for (const atMs of [0, 300, 600]) {
      const { faces, decisions } = await watch.see(frame, atMs, signal);
      expect(faces.map(({ state, why }) => [state, why])).toEqual(Array(3).fill(['not-assessed', 'too-small']));
      expect(decisions).toEqual([]);
    }
  });

  it('tells an officer of her when the site asks for more than she reaches', async () => {
    const watch = engine.watch({ galleries: null, rules: { accept: 0.9, reviewAfterMs: 1_000 } });
    const frame = await photoPart(1, HER_LEANING, 800);
    expect((await watch.see(frame, 0, signal)).decisions).toEqual([]);
    expect((await watch.see(frame, 400, signal)).decisions).toEqual([]);
    const { decisions } = await watch.see(frame, 1_200, signal);
    expect(decisions).toMatchObject([{ personKey: 'SHE', band: 'review', thresholds: { accept: 0.9 } }]);
  });

  it('tells an officer of her when she leaves before that', async () => {
    const watch = engine.watch({ galleries: null, rules: { accept: 0.9 } });
    const frame = await photoPart(1, HER_LEANING, 800);
    await watch.see(frame, 0, signal);
    await watch.see(frame, 400, signal);
    expect(watch.settle(1_000)).toEqual([]);
    expect(watch.settle(2_500)).toMatchObject([{ personKey: 'SHE', band: 'review', atMs: 400 }]);
    expect(watch.settle(5_000)).toEqual([]);
  });

  it('compares an enrolment with itself and with everybody', async () => {
    const { onePerson, lookalikes } = await engine.service.compare({ name: 'compare', templates: hers }, signal);
    expect({ onePerson, lookalikes }).toEqual({ onePerson: true, lookalikes: ['SHE'] });
    const stranger = (await assess(await photoPart(5, { x: 0.52, y: 0.1, width: 0.19, height: 0.3 }, 640))).templates;
    const two = await engine.service.compare({ name: 'compare', templates: [...hers, ...stranger] }, signal);
    expect(two.onePerson).toBe(false);
    const alone = await engine.service.compare({ name: 'compare', templates: stranger }, signal);
    expect(alone).toEqual({ onePerson: true, lookalikes: [] });
  });

  it('forgets', async () => {
    const watch = engine.watch({ galleries: null });
    const frame = await photoPart(6, LAUGHING, 640);
    await watch.see(frame, 0, signal);
    expect((await watch.see(frame, 300, signal)).decisions).toMatchObject([{ personKey: 'OTHER' }]);
    expect(await engine.service.forget({ name: 'forget', personKey: 'OTHER' }, signal)).toEqual({ left: 0 });
    const after = engine.watch({ galleries: null });
    for (const atMs of [0, 300, 600]) expect((await after.see(frame, atMs, signal)).decisions).toEqual([]);
  });

  describe('enrolment pictures', () => {
    it('gives a template of each live model for a good one', async () => {
      const { advice, face, templates } = await assess(await photoPart(3, HER, 640));
      expect(advice).toEqual([]);
      expect(face?.widthPx).toBeGreaterThan(250);
      expect(templates.map(({ model }) => model)).toEqual(engine.models);
      expect(Buffer.from(templates[0]?.vector ?? '', 'base64')).toHaveLength(512 * 4);
    });

    it.each([
      ['nobody there', async () => await sharp({ create: blank }).jpeg().toBuffer(), ['no-face']],
      ['a group', async () => await photoPart(3, { x: 0, y: 0, width: 1, height: 1 }, 1280), ['several-faces']],
      ['too far', async () => await photoPart(3, HER, 160), ['come-closer']],
      ['leaning', async () => await photoPart(1, HER_LEANING, 640), ['look-straight']],
      ['eyes closed', async () => await photoPart(2, EYES_CLOSED, 300), ['open-eyes']],
      ['too dark', async () => await changed((image) => image.linear(0.2, 0)), ['more-light']],
      ['too bright', async () => await changed((image) => image.linear(1, 110)), ['less-light']],
      ['blurred', async () => await changed((image) => image.blur(8)), ['hold-still']],
    ] as const)('advises: %s', async (_, picture, expected) => {
      const { advice, templates } = await assess(await picture());
      expect(advice).toEqual(expected);
      expect(templates).toEqual([]);
    });

    it('refuses what is no picture, or only the beginning of one', async () => {
      const whole = await photoPart(3, HER, 640);
      await expect(assess(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'FACE_PICTURE_INVALID' });
      await expect(assess(Buffer.from('<svg/>'))).rejects.toMatchObject({ code: 'FACE_PICTURE_INVALID' });
    });
  });

  const blank = { width: 640, height: 480, channels: 3, background: '#7a8a99' } as const;
  const changed = async (change: (image: Sharp) => Sharp): Promise<Uint8Array> =>
    await change(sharp(await photoPart(3, HER, 640)))
      .jpeg()
      .toBuffer();
});

describe('two models while a site changes from one to the other', () => {
  let engine: FaceEngine;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hadir-engine-'));
    const models = ['mobilefacenet-512', 'dlib-resnet-128'];
    engine = await openFaceEngine({ models, threads: 0, cacheFolder: folder });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('enrols with both, and finds by the old one who has no template of the new one yet', async () => {
    const picture = base64(await photoPart(3, HER, 640));
    const { templates } = await engine.service.assess({ name: 'assess', picture }, signal);
    expect(templates.map(({ model }) => model)).toEqual(engine.models);

    const see = async (kept: readonly FaceTemplate[]) => {
      const entries = [{ personKey: 'SHE', gallery: 'dinas', templates: [...kept] }];
      await engine.service.load({ name: 'load', fresh: true, entries }, signal);
      const watch = engine.watch({ galleries: null, rules: { reviewAfterMs: 500 } });
      const frame = await photoPart(1, HER_LEANING, 800);
      const decisions: FaceDecision[] = [];
      for (const atMs of [0, 300, 600]) decisions.push(...(await watch.see(frame, atMs, signal)).decisions);
      return decisions.map(({ personKey, band, model }) => [personKey, band, model.id]);
    };
    expect(await see(templates)).toEqual([['SHE', 'accept', 'mobilefacenet-512']]);
    // The other network never accepts alone: its word goes to an officer.
    expect(await see(templates.slice(1))).toEqual([['SHE', 'review', 'dlib-resnet-128']]);
  }, 60_000);
});
