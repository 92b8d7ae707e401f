import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { instant } from '@hadir/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAttendance } from '../../src/standalone/index.js';
import { codeOf, openTo } from './fake.js';

const PROGRAM = fileURLToPath(new URL('../../dist/testing/terminal.js', import.meta.url));

interface Program {
  readonly child: ChildProcess;
  /** The next line it prints. */
  line(): Promise<Record<string, unknown>>;
  order(order: unknown): Promise<Record<string, unknown>>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<Program>();
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hadir-terminal-'));
});

afterEach(async () => {
  for (const program of running) await program.kill('SIGKILL');
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): Program {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing; build the package first`);
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const line = async (): Promise<Record<string, unknown>> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the terminal ended');
    return JSON.parse(next.value) as Record<string, unknown>;
  };
  const program: Program = {
    child,
    line,
    order(order) {
      child.stdin?.write(`${JSON.stringify(order)}\n`);
      return line();
    },
    async kill(signal) {
      running.delete(program);
      child.kill(signal);
      return exited;
    },
  };
  running.add(program);
  return program;
}

async function idsOf(port: number): Promise<string[]> {
  const session = await openTo(port, { clock: { now: () => instant(Date.now()) } });
  const ids: string[] = [];
  try {
    await readAttendance(session, {
      take: async ({ rows }) => {
        for (let i = 0; i < rows.count; i++) ids.push(rows.record(i).deviceUserId);
      },
    });
  } finally {
    await session.close();
  }
  return ids;
}

describe('the simulated terminal as a process', () => {
  it('remembers its log and its clock when it was killed and started again', async () => {
    const logFile = join(folder, 'log.jsonl');
    const first = start('--records', '500', '--users', '10', '--log-file', logFile, '--comm-key', '9');
    const ready = await first.line();
    expect(ready).toMatchObject({ ready: true, pid: first.child.pid, records: 500, users: 10 });
    expect(await codeOf(openTo(Number(ready.port)))).toBe('ZK_KEY_NEEDED');
    expect(await first.order({ punch: { deviceUserId: '1004' } })).toMatchObject({ records: 501 });
    await first.kill('SIGKILL');

    const second = start('--log-file', logFile);
    const again = await second.line();
    expect(again).toMatchObject({ records: 501, users: 10 });
    const ids = await idsOf(Number(again.port));
    expect(ids).toHaveLength(501);
    expect(ids[500]).toBe('1004');
    expect(await second.kill('SIGTERM')).toBe(0);
  });

  it('obeys orders and says what is wrong with one', async () => {
    const program = start('--records', '10', '--record-size', '16');
    const { port } = await program.line();
    expect(await program.order({ faults: { mute: true } })).toMatchObject({ records: 10 });
    expect(await codeOf(openTo(Number(port), { idleTimeoutMs: 100 }))).toBe('ZK_BUSY_OTHER_CLIENT');
    expect(await program.order({ faults: { nonsense: 1 } })).toMatchObject({ error: expect.any(String) });
    expect(await program.order({ faults: {} })).toMatchObject({ records: 10 });
    expect(await idsOf(Number(port))).toHaveLength(10);
    expect(await program.kill('SIGINT')).toBe(0);
  });

  it('refuses arguments that make no sense', async () => {
    const program = start('--record-size', '17');
    let said = '';
    program.child.stderr?.on('data', (text) => {
      said += text;
    });
    const code = await new Promise((resolve) => program.child.once('exit', resolve));
    expect(code).not.toBe(0);
    expect(said).toContain('--record-size must be one of 8, 16, 40, 49');
  });
});
