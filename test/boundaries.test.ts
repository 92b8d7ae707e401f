import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const config = join(root, '.dependency-cruiser.cjs');

/** Files that are fine, and what the offenders below reach for. */
const ALLOWED: Readonly<Record<string, string>> = {
  'package.json': '{"name":"fixture","private":true}',
  'packages/core/package.json': '{"name":"@hadir/core"}',
  'packages/core/src/index.ts': "export { sum } from './sum.js';",
  'packages/core/src/sum.ts': 'export const sum = 1;',
  'packages/sdk/package.json': '{"name":"@hadir/sdk","dependencies":{"declared":"1.0.0"}}',
  'packages/sdk/src/index.ts': "import { sum } from '../../core/src/index.js'; export const sdk = sum;",
  'packages/sdk/src/inner.ts': "import declared from 'declared'; export const inner = declared;",
  'packages/sdk/src/host/index.ts': 'export const host = 1;',
  'packages/sdk/src/host/inner.ts': 'export const inner = 1;',
  'packages/sdk/src/runner/run.ts': 'export const run = 1;',
  'packages/sdk/src/client/index.ts': "import type { x } from './x.js'; export type X = typeof x;",
  'packages/sdk/src/client/x.ts': 'export const x = 1;',
  'packages/sdk/src/testing/index.ts': "import { host } from '../host/index.js'; export const testing = host;",
  'packages/plugins/one/package.json': '{"name":"@hadir/plugin-one"}',
  'packages/plugins/one/src/index.ts': "import { sdk } from '../../../sdk/src/index.js'; export const one = sdk;",
  'packages/plugins/one/src/inner.ts': 'export const inner = 1;',
  'packages/plugins/one/src/testing/index.ts': 'export const simulator = 1;',
  'packages/plugins/two/package.json': '{"name":"@hadir/plugin-two"}',
  'packages/plugins/two/src/index.ts': 'export const two = 1;',
  'apps/hub/package.json': '{"name":"@hadir/hub"}',
  'apps/hub/src/index.ts': "import { sdk } from '../../../packages/sdk/src/index.js'; export const hub = sdk;",
  'apps/hub/src/inner.ts': 'export const inner = 1;',
  'apps/hub/src/demo/run.ts':
    "import { simulator } from '../../../../packages/plugins/one/src/testing/index.js'; export const demo = simulator;",
  'node_modules/declared/package.json': '{"name":"declared","version":"1.0.0","main":"index.js"}',
  'node_modules/declared/index.js': 'module.exports = 1;',
  'node_modules/stranger/package.json': '{"name":"stranger","version":"1.0.0","main":"index.js"}',
  'node_modules/stranger/index.js': 'module.exports = 1;',
};

/** One offender for each rule: the rule, where it stands, what it imports. */
const OFFENDERS: readonly (readonly [rule: string, file: string, target: string])[] = [
  ['unresolvable', 'packages/core/src/bad-1.ts', './nowhere.js'],
  ['core-imports-nothing-of-ours', 'packages/core/src/bad-2.ts', '../../sdk/src/index.js'],
  ['core-is-pure', 'packages/core/src/bad-3.ts', 'node:crypto'],
  ['sdk-imports-core-only', 'packages/sdk/src/bad-4.ts', '../../plugins/one/src/index.js'],
  ['client-runs-in-a-browser', 'packages/sdk/src/client/bad-5.ts', 'node:http'],
  ['testing-uses-the-public-host', 'packages/sdk/src/testing/bad-6.ts', '../host/inner.js'],
  ['client-stands-alone', 'packages/sdk/src/client/bad-7.ts', '../runner/run.js'],
  ['plugins-import-sdk-only', 'packages/plugins/one/src/bad-8.ts', '../../../core/src/index.js'],
  ['plugins-do-not-know-each-other', 'packages/plugins/one/src/bad-9.ts', '../../two/src/index.js'],
  ['hub-never-imports-a-plugin', 'apps/hub/src/bad-10.ts', '../../../packages/plugins/one/src/index.js'],
  ['simulators-only-from-testing', 'apps/hub/src/demo/bad-11.ts', '../../../../packages/plugins/one/src/index.js'],
  ['no-deep-imports-of-core', 'packages/sdk/src/bad-12.ts', '../../core/src/sum.js'],
  ['no-deep-imports-of-sdk', 'apps/hub/src/bad-13.ts', '../../../packages/sdk/src/inner.js'],
  ['no-deep-imports-of-plugins', 'apps/hub/test/bad-14.ts', '../../../packages/plugins/one/src/inner.js'],
  ['no-deep-imports-of-hub', 'packages/sdk/src/bad-15.ts', '../../../apps/hub/src/inner.js'],
  ['no-test-tools-in-products', 'apps/hub/src/bad-16.ts', '../../../packages/sdk/src/testing/index.js'],
  ['no-undeclared-packages', 'packages/sdk/src/bad-17.ts', 'stranger'],
  ['no-development-packages-in-products', 'packages/core/src/bad-18.ts', 'declared'],
  ['checkin-app-imports-sdk-checkin-only', 'apps/checkin/src/bad-19.ts', '../../../packages/sdk/src/index.js'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder = '';
let violations: readonly Violation[] = [];

function write(path: string, content: string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

async function cruise(): Promise<readonly Violation[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cruiser, '--config', config, '--output-type', 'json', 'packages', 'apps'],
    { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
  ).catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-boundaries-'));
  write('tsconfig.json', '{"compilerOptions":{"module":"NodeNext","moduleResolution":"NodeNext"}}');
  for (const [path, content] of Object.entries(ALLOWED)) write(path, content);
  const clean = await cruise();
  expect(clean).toEqual([]);
  write('packages/core/package.json', '{"name":"@hadir/core","devDependencies":{"declared":"1.0.0"}}');
  for (const [, path, target] of OFFENDERS) write(path, `import * as all from '${target}'; export const bad = all;`);
  write('packages/core/src/cycle-a.ts', "import { b } from './cycle-b.js'; export const a = b;");
  write('packages/core/src/cycle-b.ts', "import { a } from './cycle-a.js'; export const b = a;");
  violations = await cruise();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rulesBrokenBy = (file: string) => violations.filter((one) => one.from === file).map((one) => one.rule.name);

describe('the boundaries between parts', () => {
  it.each(OFFENDERS)('%s catches %s', (rule, file) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it('no-cycles catches two files that import each other', () => {
    expect(rulesBrokenBy('packages/core/src/cycle-a.ts')).toContain('no-cycles');
  });

  it('accuses nothing but the offenders', () => {
    const offenders = new Set([...OFFENDERS.map(([, file]) => file), 'packages/core/src/cycle-a.ts']);
    offenders.add('packages/core/src/cycle-b.ts');
    expect(violations.filter((one) => !offenders.has(one.from))).toEqual([]);
  });

  it('has an offender for every rule', () => {
    const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };
    const tried = new Set([...OFFENDERS.map(([rule]) => rule), 'no-cycles']);
    expect(forbidden.map((rule) => rule.name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
