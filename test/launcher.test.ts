import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const lib = resolve(import.meta.dirname, '..', 'scripts', 'lib');
let folder = '';
const started: ChildProcess[] = [];

/** A hub that writes down every signal and ends a moment after the first, or at once with the code it was asked for. */
const HUB = `
import { appendFileSync, writeFileSync } from 'node:fs';
const [log, code] = process.argv.slice(2);
if (code) process.exit(Number(code));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
  appendFileSync(log, signal + '\\n');
  setTimeout(() => process.exit(7), 400);
});
setInterval(() => {}, 1000);
writeFileSync(log, 'pid ' + process.pid + '\\n');
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-launcher-'));
  mkdirSync(join(folder, 'apps', 'hub', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'apps', 'hub', 'bin', 'hadir.js'), HUB);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const execHub = pathToFileURL(join(lib, 'exec-hub.mjs')).href;
  writeFileSync(
    join(folder, 'launch.mjs'),
    `import { execHub } from ${JSON.stringify(execHub)};\nawait execHub(${JSON.stringify(folder)}, process.argv.slice(2));\n`,
  );
});

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function launch(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(folder, 'launch.mjs'), ...args], { stdio: 'ignore' });
  started.push(child);
  return child;
}

async function until<Value>(look: () => Value | null | false): Promise<Value> {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = look();
    if (value !== null && value !== false) return value;
    await sleep(50);
  }
  throw new Error('waited ten seconds in vain');
}

async function launchHub(name: string): Promise<{ child: ChildProcess; log: string; hubPid: number }> {
  const log = join(folder, name);
  const child = launch(log);
  const text = await until(
    () => existsSync(log) && readFileSync(log, 'utf8').startsWith('pid ') && readFileSync(log, 'utf8'),
  );
  return { child, log, hubPid: Number(text.slice(4)) };
}

const signalsIn = (log: string): string[] => readFileSync(log, 'utf8').trim().split('\n').slice(1);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the launcher', () => {
  it('ends with the exit code of the hub', async () => {
    const [code] = await once(launch(join(folder, 'code'), '3'), 'exit');
    expect(code).toBe(3);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on once, however often it comes at a time',
    async (signal) => {
      const { child, log, hubPid } = await launchHub(signal);
      child.kill(signal);
      await sleep(20);
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(7);
      expect(signalsIn(log)).toEqual([signal]);
      expect(isAlive(hubPid)).toBe(false);
    },
  );

  it('takes the hub along when it is killed', async () => {
    const { child, log, hubPid } = await launchHub('killed');
    child.kill('SIGKILL');
    await until(() => !isAlive(hubPid));
    expect(signalsIn(log)).toEqual(['SIGTERM']);
  });

  it('stops the hub when the npm that started it is killed', async () => {
    const log = join(folder, 'orphan');
    const script = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(join(folder, 'launch.mjs'))}, ${JSON.stringify(log)}], { stdio: 'ignore' }); setInterval(() => {}, 1000);`;
    const npm = spawn(process.execPath, ['-e', script], {
      stdio: 'ignore',
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    started.push(npm);
    const hubPid = Number((await until(() => existsSync(log) && readFileSync(log, 'utf8').slice(4))).trim());
    npm.kill('SIGKILL');
    await until(() => !isAlive(hubPid));
    expect(signalsIn(log)).toEqual(['SIGTERM']);
  });
});
