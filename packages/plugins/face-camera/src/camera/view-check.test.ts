import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SeenFace } from '../engine/engine.js';
import { createViewCheck } from './view-check.js';

const picture = (grey: number) =>
  sharp({ create: { width: 320, height: 180, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .jpeg()
    .toBuffer();

const face = (track: number, why: SeenFace['why']): SeenFace => ({
  track,
  box: { x: 0, y: 0, width: 40, height: 40 },
  state: why === null ? 'unknown' : 'not-assessed',
  why,
});

function checked() {
  const raised: { code: string; details?: unknown }[] = [];
  const open = new Set<string>();
  const view = createViewCheck({
    raise: (issue) => {
      raised.push(issue);
      open.add(issue.code);
    },
    clear: (code) => void open.delete(code),
  });
  return { view, raised, open };
}

describe('a camera that sees too little', () => {
  it('dark for two minutes is told once, and cleared by light', async () => {
    const { view, raised, open } = checked();
    const [dark, light] = await Promise.all([picture(4), picture(120)]);
    for (let atMs = 0; atMs <= 110_000; atMs += 5_000) await view.look(dark, [], atMs);
    expect(raised).toEqual([]);
    for (let atMs = 120_000; atMs <= 300_000; atMs += 5_000) await view.look(dark, [], atMs);
    expect(raised).toEqual([{ code: 'FACE_VIEW_DARK', details: { minutes: 2 } }]);
    await view.look(light, [], 330_000);
    expect([...open]).toEqual([]);
    // A lamp that flickers for one look is not darkness.
    await view.look(dark, [], 360_000);
    expect(raised).toHaveLength(1);
  });

  it('faces that all pass too far away, or too blurred, are told; a few of them are not', async () => {
    const light = await picture(120);
    for (const [code, why] of [
      ['FACE_VIEW_FAR', 'too-small'],
      ['FACE_VIEW_BLURRED', 'blurred'],
    ] as const) {
      const { view, raised, open } = checked();
      let atMs = 0;
      let track = 0;
      const pass = async (faces: readonly SeenFace[]): Promise<void> => {
        await view.look(light, faces, atMs);
        atMs += 10_000;
      };
      for (let n = 0; n < 15; n++) await pass([face(++track, why)]);
      expect(raised).toEqual([]);
      for (let n = 0; n < 8; n++) await pass([face(++track, why)]);
      expect(raised).toEqual([{ code, details: { share: 100 } }]);
      for (let n = 0; n < 14; n++) await pass([face(++track, n % 2 === 0 ? null : 'looks-away')]);
      expect([...open]).toEqual([]);
    }
  });

  it('a face that comes closer and is assessed after all was not too far', async () => {
    const { view, raised } = checked();
    const light = await picture(120);
    for (let track = 0; track < 40; track++) {
      await view.look(light, [face(track, 'too-small')], track * 10_000);
      await view.look(light, [face(track, null)], track * 10_000 + 500);
    }
    expect(raised).toEqual([]);
  });

  it('a picture that cannot be read is none of its business', async () => {
    const { view, raised } = checked();
    for (let atMs = 0; atMs < 300_000; atMs += 20_000) await view.look(Buffer.from('no picture'), [], atMs);
    expect(raised).toEqual([]);
  });
});
