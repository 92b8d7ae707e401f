import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseReport } from '@hadir/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from './servers/folder.js';

const HADIR = fileURLToPath(new URL('../bin/hadir.js', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../../packages/core/test/vectors/attendance-cases.json', import.meta.url));

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The built command, in an empty folder without settings. */
function hadir(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [HADIR, ...args], { cwd: folder.path, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

async function changed(change: (file: { cases: { id: string; expect: Record<string, unknown> }[] }) => void) {
  const file = JSON.parse(await readFile(EXAMPLES, 'utf8')) as Parameters<typeof change>[0];
  change(file);
  const path = join(folder.path, 'examples.json');
  await writeFile(path, `\uFEFF${JSON.stringify(file)}`);
  return path;
}

describe('hadir rules test', () => {
  it('passes all worked examples', async () => {
    const { code, out } = await hadir('rules', 'test', EXAMPLES, '--json');
    const report = JSON.parse(out) as CaseReport;
    expect(report.results.filter(({ ok }) => !ok)).toEqual([]);
    expect(report).toMatchObject({ passed: 90, failed: 0 });
    expect(code).toBe(0);
  });

  it('says which example differs, where, and ends with 1', async () => {
    const path = await changed(({ cases }) => {
      const one = cases.find(({ id }) => id === 'D02');
      if (one) one.expect = { ...one.expect, lateMinutes: 99 };
    });
    const { code, out } = await hadir('--lang', 'id', 'rules', 'test', path);
    expect(out).toMatch(/✗ D02 .+\n {4}lateMinutes: seharusnya 99, ternyata \d+/);
    expect(out).toContain('90 contoh: 89 sesuai, 1 berbeda.');
    expect(code).toBe(1);
  });

  it('says where rules are not sound, and what cannot be read', async () => {
    const path = await changed((file) => {
      const { profiles } = file as unknown as { profiles: Record<string, { late: { from: number }[] }> };
      const [, second] = profiles.A4?.late ?? [];
      if (second) second.from = 33;
    });
    const gap = await hadir('rules', 'test', path);
    expect(gap.err).toContain('BANDS_GAP');
    expect(gap.err).toContain('profiles/A4/late');
    expect(gap.code).toBe(1);
    const absent = await hadir('rules', 'test', 'nowhere.json');
    expect(absent.err).toContain('CLI_INPUT_UNREADABLE');
    expect(absent.code).toBe(1);
  });
});
