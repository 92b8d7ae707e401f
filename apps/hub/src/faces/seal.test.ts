import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeyringHolder, loadKeyring } from '../devices/index.js';
import { openPicture, openTemplate, sealPicture, sealTemplate, type TemplatePlace } from './seal.js';

const stateFolder = mkdtempSync(join(tmpdir(), 'hadir-face-seal-'));
afterAll(() => rm(stateFolder, { recursive: true, force: true }));

const vector = Buffer.from(new Float32Array(512).fill(0.0442).buffer).toString('base64');
const place: TemplatePlace = {
  id: '11111111-1111-4111-8111-111111111111',
  personId: '22222222-2222-4222-8222-222222222222',
  model: { id: 'mobilefacenet-512', version: '87aacdfe57510db2' },
};

async function keys() {
  const load = () => loadKeyring({ stateFolder });
  return { keyring: createKeyringHolder(await load(), load) };
}

describe('a sealed template', () => {
  it('opens where it belongs, and tells nothing where it lies', async () => {
    const sealed = await sealTemplate(await keys(), place, vector);
    expect(sealed.includes(Buffer.from(vector, 'base64').subarray(0, 16))).toBe(false);
    expect(await openTemplate(await keys(), place, sealed)).toEqual({ model: place.model, vector });
  });

  it.each<[string, TemplatePlace]>([
    ['another person', { ...place, personId: '33333333-3333-4333-8333-333333333333' }],
    ['another row', { ...place, id: '33333333-3333-4333-8333-333333333333' }],
    ['another model', { ...place, model: { ...place.model, id: 'dlib-resnet-128' } }],
    ['another version', { ...place, model: { ...place.model, version: '0000000000000000' } }],
  ])('does not open as that of %s', async (_, elsewhere) => {
    const sealed = await sealTemplate(await keys(), place, vector);
    await expect(openTemplate(await keys(), elsewhere, sealed)).rejects.toMatchObject({
      code: 'FACE_SEAL_BROKEN',
      details: { what: 'template', id: elsewhere.id },
    });
  });

  it('does not open when a bit of it is another', async () => {
    const sealed = await sealTemplate(await keys(), place, vector);
    for (const at of [0, 5, 20, 40, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(openTemplate(await keys(), place, altered)).rejects.toMatchObject({ code: 'FACE_SEAL_BROKEN' });
    }
  });
});

it('a sealed picture opens for its enrolment only', async () => {
  const at = { id: place.id, personId: place.personId, enrolmentId: '44444444-4444-4444-8444-444444444444' };
  const sealed = await sealPicture(await keys(), at, vector);
  expect(await openPicture(await keys(), at, sealed)).toBe(vector);
  const elsewhere = { ...at, enrolmentId: place.id };
  await expect(openPicture(await keys(), elsewhere, sealed)).rejects.toMatchObject({ code: 'FACE_SEAL_BROKEN' });
});
