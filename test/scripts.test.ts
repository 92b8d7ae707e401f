import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Message {
  readonly id: string;
  readonly en: string;
  readonly remedy: { readonly id: string; readonly en: string };
}
interface Scripts {
  isOldNode(version: string): boolean;
  requireNode(version: string): void;
  MESSAGES: Readonly<Record<string, Message>>;
  explain(error: unknown): string;
  withLock<Value>(file: string, body: () => Promise<Value>, options?: object): Promise<Value>;
  runCommand(
    command: string,
    args: readonly string[],
    options?: { readonly timeoutMs?: number },
  ): Promise<{ code: number; output: string; timedOut: boolean }>;
  countVitest(
    report: object,
    exitCode: number,
  ): { passed: number; failed: number; skipped: number; failures: string[] };
  readErrorTables(root: string): readonly { readonly code: string; readonly part: string }[];
}

const lib = resolve(import.meta.dirname, '..', 'scripts', 'lib');
const load = async (name: string) => (await import(pathToFileURL(join(lib, name)).href)) as Scripts;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the Node.js version', () => {
  it.each([
    ['v18.20.4', true],
    ['v20.18.9', true],
    ['v20.19.0', false],
    ['v20.20.2', false],
    ['v24.9.0', false],
    ['20.19', false],
  ])('%s is too old: %s', async (version, old) => {
    expect((await load('node-version.mjs')).isOldNode(version)).toBe(old);
  });

  it('is refused with a code, in both languages', async () => {
    const { requireNode } = await load('node-version.mjs');
    const { explain } = await load('messages.mjs');
    let text = '';
    try {
      requireNode('v16.0.0');
    } catch (error) {
      text = explain(error);
    }
    expect(text).toContain('SETUP_NODE_TOO_OLD');
    expect(text).toContain('terlalu tua');
    expect(text).toContain('is too old');
    expect(text).not.toMatch(/\{\w+\}/);
  });

  it('every message has all four texts', async () => {
    for (const message of Object.values((await load('messages.mjs')).MESSAGES)) {
      for (const text of [message.id, message.en, message.remedy.id, message.remedy.en])
        expect(text).toMatch(/\S.*\.$/);
    }
  });
});

describe('the lock of a checkout', () => {
  it('lets one process in at a time', async () => {
    const lock = join(folder, 'sub', 'prepare.lock');
    const notes = join(folder, 'notes');
    const script = join(folder, 'worker.mjs');
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs';
       import { withLock } from ${JSON.stringify(pathToFileURL(join(lib, 'lock.mjs')).href)};
       await withLock(${JSON.stringify(lock)}, async () => {
         appendFileSync(${JSON.stringify(notes)}, 'in ');
         await new Promise((resolve) => setTimeout(resolve, 300));
         appendFileSync(${JSON.stringify(notes)}, 'out ');
       });`,
    );
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, [script])));
    expect(readFileSync(notes, 'utf8')).toBe('in out in out in out ');
    expect(existsSync(lock)).toBe(false);
  });

  it('is taken over from a process that is gone, and from one that no longer touches it', async () => {
    const { withLock } = await load('lock.mjs');
    const lock = join(folder, 'prepare.lock');
    const { pid } = execFile(process.execPath, ['-e', '']);
    await sleep(1000);
    writeFileSync(lock, String(pid));
    expect(await withLock(lock, async () => 'taken')).toBe('taken');
    writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await withLock(lock, async () => 'taken')).toBe('taken');
  });

  it('gives up with a code when the holder stays', async () => {
    const { withLock } = await load('lock.mjs');
    const lock = join(folder, 'prepare.lock');
    writeFileSync(lock, String(process.pid));
    await expect(withLock(lock, async () => 'taken', { giveUpMs: 100 })).rejects.toMatchObject({
      code: 'SETUP_LOCKED',
    });
    expect(existsSync(lock)).toBe(true);
  });
});

describe('running a command', () => {
  it('gives output and exit code, and 127 for what does not exist', async () => {
    const { runCommand } = await load('run-command.mjs');
    const ran = await runCommand(process.execPath, ['-e', 'console.log("hello"); process.exit(5)']);
    expect(ran).toMatchObject({ code: 5, output: 'hello\n', timedOut: false });
    expect(await runCommand(join(folder, 'nothing'), [])).toMatchObject({ code: 127 });
  });

  it('ends the whole family of a command that takes too long', async () => {
    const { runCommand } = await load('run-command.mjs');
    const mark = join(folder, 'mark');
    const grandchild = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(mark)}, ''), 2000)`;
    const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`;
    const ran = await runCommand(process.execPath, ['-e', child], { timeoutMs: 500 });
    expect(ran.timedOut).toBe(true);
    await sleep(2000);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('counting tests', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  });

  it('sums up passed, failed and skipped', async () => {
    const { countVitest } = await load('vitest-counts.mjs');
    const report = { testResults: [file('passed', 'passed', 'pending', 'todo'), file('failed', 'passed', 'failed')] };
    expect(countVitest(report, 1)).toMatchObject({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded, and a run that failed although its tests passed', async () => {
    const { countVitest } = await load('vitest-counts.mjs');
    expect(countVitest({ testResults: [file('failed')] }, 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countVitest({}, 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest({}, 0)).toMatchObject({ failed: 0, failures: [] });
  });

  it('says what failed and why, but not at any length', async () => {
    const { countVitest } = await load('vitest-counts.mjs');
    const why = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n');
    const failed = { status: 'failed', fullName: 'a punch is stored', failureMessages: [why] };
    const unloadable = { name: 'b.test.ts', status: 'failed', message: 'cannot be read', assertionResults: [] };
    const { failures } = countVitest(
      { testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [failed] }, unloadable] },
      1,
    );
    expect(failures[0]).toMatch(/^a\.test\.ts: a punch is stored\n {4}line 0\n[\s\S]*line 11$/);
    expect(failures[1]).toMatch(/^b\.test\.ts: +cannot be read$/);
  });
});

describe('reading error tables', () => {
  const table = (code: string) =>
    `const who = 'caller';
     export const T = defineErrors({ ${code}: { status: 400, retryable: false, fault: who,
       message: { id: 'a' + 'b', en: \`c\` }, remedy: { id: 'd', en: 'e' } } });`;

  function writePart(name: string, source: string): void {
    mkdirSync(join(folder, name, 'src'), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), '{}');
    writeFileSync(join(folder, name, 'src', 'errors.ts'), source);
  }

  it('finds tables and reads their literals', async () => {
    writeFileSync(join(folder, 'package.json'), '{"workspaces":["one"]}');
    writePart('one', table('ONE_WRONG'));
    const { readErrorTables } = await load('error-tables.mjs');
    expect(readErrorTables(folder)).toEqual([
      {
        code: 'ONE_WRONG',
        part: 'one',
        definition: {
          status: 400,
          retryable: false,
          fault: 'caller',
          message: { id: 'ab', en: 'c' },
          remedy: { id: 'd', en: 'e' },
        },
      },
    ]);
  });

  it('refuses a code that stands in two tables, and what is not a literal', async () => {
    const { readErrorTables } = await load('error-tables.mjs');
    writeFileSync(join(folder, 'package.json'), '{"workspaces":["one","two"]}');
    writePart('one', table('SAME'));
    writePart('two', table('SAME'));
    expect(() => readErrorTables(folder)).toThrow('SAME');
    writePart('two', 'defineErrors({ X: { status: Math.random() } });');
    expect(() => readErrorTables(folder)).toThrow('literals only');
  });

  it('finds the tables of this product', async () => {
    const { readErrorTables } = await load('error-tables.mjs');
    const parts = new Set(readErrorTables(resolve(lib, '..', '..')).map((one) => one.part));
    expect([...parts]).toEqual(expect.arrayContaining(['packages/core', 'packages/sdk', 'apps/hub']));
  });
});
