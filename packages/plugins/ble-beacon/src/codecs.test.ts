import { readFileSync } from 'node:fs';
import { parseVectorFile, replay } from '@hadir/sdk/codec';
import { describe, expect, it } from 'vitest';
import { codecs } from './codecs.js';

const file: unknown = JSON.parse(readFileSync(new URL('../vectors/ble-beacon.json', import.meta.url), 'utf8'));
const { vectors } = parseVectorFile(file);
const report = replay(codecs, file);

describe('golden vectors', () => {
  it.each(report.results.map((result) => [result.id, result] as const))('%s', (_, result) => {
    expect(result.diff).toEqual([]);
  });

  it('has a capture for every codec', () => {
    const covered = new Set(vectors.map((vector) => vector.codec));
    expect(Object.keys(codecs).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('says why it refuses, with a code of this plugin', () => {
    const refused = report.results.filter((_, i) => vectors[i]?.expect === null);
    expect(refused.length).toBeGreaterThan(6);
    for (const { got } of refused) expect(got).toMatchObject({ error: { code: expect.stringMatching(/^BLE_/) } });
  });
});
