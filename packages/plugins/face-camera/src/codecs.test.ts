import { readFileSync } from 'node:fs';
import { parseVectorFile, replay } from '@hadir/sdk/codec';
import { describe, expect, it } from 'vitest';
import { codecs } from './codecs.js';

const file: unknown = JSON.parse(readFileSync(new URL('../vectors/face-camera.json', import.meta.url), 'utf8'));
const { vectors } = parseVectorFile(file);
const report = replay(codecs, file);

describe('golden vectors', () => {
  it.each(report.results.map((result) => [result.id, result] as const))('%s', (_, result) => {
    expect(result.diff).toEqual([]);
    if (vectors.find(({ id }) => id === result.id)?.expect !== null) expect(result.got).not.toHaveProperty('error');
  });

  it('has captures for every codec, and captures that must be refused', () => {
    const covered = new Set(vectors.map((vector) => vector.codec));
    expect(Object.keys(codecs).filter((name) => !covered.has(name))).toEqual([]);
    expect(vectors.filter((vector) => vector.expect === null).length).toBeGreaterThanOrEqual(6);
  });

  it('says why it refuses, with a code of this plugin', () => {
    const refused = report.results.filter((_, i) => vectors[i]?.expect === null);
    for (const { got } of refused) expect(got).toMatchObject({ error: { code: expect.stringMatching(/^FACE_WIRE_/) } });
  });
});
