import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BLAZEFACE_BACK, DLIB_RESNET, EYE_STATE, LANDMARKS_68, MOBILEFACENET } from './built-in.js';
import { chooseEmbedders, modelRef } from './choose.js';
import { dlibResnetToOnnx } from './dlib/convert.js';
import { readModel } from './read.js';
import { openSession } from './session.js';
import type { EmbedderSpec } from './spec.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** A site's own specification of a file beside it. */
function siteSpec(change: (spec: Record<string, unknown>) => void = () => {}): string {
  const { conversion: _, ...model } = MOBILEFACENET;
  const spec: Record<string, unknown> = { ...structuredClone(model), id: 'our-own', source: { file: 'our.onnx' } };
  change(spec);
  const file = join(folder, 'our.json');
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

describe('model files', () => {
  it.each([BLAZEFACE_BACK, MOBILEFACENET, LANDMARKS_68, EYE_STATE])(
    '$id is the one that was measured',
    async (model) => {
      expect(sha256(await readModel(model, null))).toBe(model.sha256);
    },
  );

  it('never uses a file that is another one', async () => {
    const spec = { ...MOBILEFACENET, sha256: '0'.repeat(64) };
    await expect(readModel(spec, null)).rejects.toMatchObject({
      code: 'FACE_MODEL_ALTERED',
      details: { model: 'mobilefacenet-512', found: MOBILEFACENET.sha256 },
    });
  });

  it('says which file is missing', async () => {
    const spec = { ...MOBILEFACENET, source: { package: 'no-such-package', version: '1.0.0', file: 'x.onnx' } };
    await expect(readModel(spec, null)).rejects.toMatchObject({
      code: 'FACE_MODEL_MISSING',
      details: { file: 'no-such-package@1.0.0/x.onnx' },
    });
  });

  it('says when the runtime cannot read it', async () => {
    await expect(openSession('broken', Buffer.from('no model'))).rejects.toMatchObject({ code: 'FACE_MODEL_FAILED' });
  });
});

describe('dlib’s network', () => {
  it('becomes the same ONNX file every time, kept in the cache', async () => {
    const onnx = await readModel(DLIB_RESNET, folder);
    expect(sha256(onnx)).toBe('babb864bc1ba18a474addcd560a36da71d3424e7b6f53a739010373cd85bb0e9');
    const [file = ''] = readdirSync(folder);
    expect(file).toBe('dlib-resnet-128-babb864bc1ba18a4.onnx');
    // A cache that was altered is made again.
    writeFileSync(join(folder, file), 'altered');
    expect(sha256(await readModel(DLIB_RESNET, folder))).toBe(DLIB_RESNET.conversion?.sha256);
    expect(sha256(readFileSync(join(folder, file)))).toBe(DLIB_RESNET.conversion?.sha256);
  }, 60_000);

  it('is refused when the weights are cut short or something else', async () => {
    const { conversion: _, ...weights } = DLIB_RESNET;
    const dat = await readModel(weights, null);
    expect(() => dlibResnetToOnnx(dat.subarray(0, 2_000_000))).toThrow(/FACE_MODEL_FAILED/);
    expect(() => dlibResnetToOnnx(Buffer.from('something else'))).toThrow(/FACE_MODEL_FAILED/);
  });
});

describe('choice of models', () => {
  it('knows the built-in ones by id, and a template’s model by the file that runs', () => {
    const specs = chooseEmbedders(['mobilefacenet-512', 'dlib-resnet-128']);
    expect(specs.map(modelRef)).toEqual([
      { id: 'mobilefacenet-512', version: '87aacdfe57510db2' },
      { id: 'dlib-resnet-128', version: 'babb864bc1ba18a4' },
    ]);
  });

  it('takes a site’s own specification with its file beside it', () => {
    siteSpec();
    const [spec] = chooseEmbedders(['our.json'], folder);
    expect(spec?.source).toEqual({ file: join(folder, 'our.onnx') });
  });

  type Spec = EmbedderSpec & Record<string, unknown>;
  it.each([
    ['not JSON', () => writeFileSync(join(folder, 'our.json'), '{'), /JSON/],
    ['a field that is missing', () => siteSpec((spec) => Reflect.deleteProperty(spec, 'align')), /align/],
    ['a built-in id', () => siteSpec((spec) => Object.assign(spec, { id: 'mobilefacenet-512' })), /built-in/],
    [
      'bands that overlap',
      () => siteSpec((spec) => Object.assign((spec as Spec).output.thresholds.oneToOne, { review: 0.9 })),
      /review is above accept/,
    ],
    [
      'steps that fall',
      () =>
        siteSpec((spec) => {
          (spec as Spec).output.thresholds.oneToMany?.steps.reverse();
        }),
      /people do not rise/,
    ],
  ])('refuses a specification with %s', (_, write, problem) => {
    write();
    const file = join(folder, 'our.json');
    expect(() => chooseEmbedders([file])).toThrow(problem);
    expect(() => chooseEmbedders([file])).toThrow(/FACE_MODEL_SPEC_INVALID/);
  });

  it('refuses a model twice and a name that is none', () => {
    expect(() => chooseEmbedders(['mobilefacenet-512', 'mobilefacenet-512'])).toThrow(/twice/);
    expect(() => chooseEmbedders(['arcface'])).toThrow(/neither a .json file nor one of mobilefacenet-512/);
  });
});
