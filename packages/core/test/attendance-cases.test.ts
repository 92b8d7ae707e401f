import { readFileSync } from 'node:fs';
import { readCaseFile, runCases } from '@hadir/core';
import { describe, expect, it } from 'vitest';

const vectors = JSON.parse(readFileSync(new URL('vectors/attendance-cases.json', import.meta.url), 'utf8')) as {
  cases: { id: string; title: string }[];
};
const report = runCases(readCaseFile(vectors));

describe('worked examples', () => {
  it('are all there', () => {
    expect(report.results).toHaveLength(90);
  });

  it.each(report.results.map((result) => [result.id, result.title, result] as const))('%s %s', (_, __, result) => {
    expect({ diff: result.diff, error: result.error }).toEqual({ diff: [], error: null });
  });
});
