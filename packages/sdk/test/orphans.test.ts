import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@hadir/sdk/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureDist, fixture, isAlive, rough, SDK } from './support.js';

beforeAll(ensureDist);

/** A host in a process of its own, so that it can be killed; prints the pids of its plugins. */
async function hostProcess(plugins: readonly unknown[]) {
  const folder = await mkdtemp(join(tmpdir(), 'hadir-host-'));
  const script = join(folder, 'host.mjs');
  writeFileSync(
    script,
    `import { createPluginHost } from ${JSON.stringify(join(SDK, 'dist/host/index.js'))};
     const host = createPluginHost({
       plugins: ${JSON.stringify(plugins)},
       sink: { append: async ({ readings }) => ({ appended: readings.length, known: 0 }), loadCursor: async () => null },
       events: { log: (entry) => entry.fields?.pid && console.log('program', entry.fields.pid) },
     });
     process.on('SIGTERM', () => host.stop().then(() => process.exit(0)));
     await host.start();
     console.log('plugins', ...host.status().plugins.map((plugin) => plugin.pid));`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += String(text);
  });
  const numbers = (word: string) =>
    [...said.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].flatMap((match) => String(match[1]).split(' ').map(Number));
  await until('the plugins run', () => numbers('plugins').length > 0, 30_000);
  return {
    child,
    plugins: () => numbers('plugins'),
    programs: () => numbers('program'),
    async end() {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

describe('when the host is killed with SIGKILL', () => {
  test('a healthy plugin leaves at once', async () => {
    const host = await hostProcess([fixture('steady')]);
    try {
      const [pid = 0] = host.plugins();
      expect(isAlive(pid)).toBe(true);
      host.child.kill('SIGKILL');
      await until('it is gone', () => !isAlive(pid), 1_000);
    } finally {
      await host.end();
    }
  });

  test('a hanging plugin, and the program it started, are gone within seconds', async () => {
    const runnerUp = { source: fixture('runner-up'), settings: { mode: 'hang' } };
    const host = await hostProcess([runnerUp, rough('ok')]);
    try {
      await until('the program runs', () => host.programs().length > 0);
      const pids = [...host.plugins(), ...host.programs()];
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(pids.every(isAlive)).toBe(true);
      host.child.kill('SIGKILL');
      await until('all are gone', () => !pids.some(isAlive), 10_000);
    } finally {
      await host.end();
    }
  });
});

test('an orderly stop leaves neither plugin nor program behind', async () => {
  const host = await hostProcess([fixture('runner-up'), fixture('steady')]);
  try {
    await until('the program runs', () => host.programs().length > 0);
    const pids = [...host.plugins(), ...host.programs()];
    const exited = new Promise((resolve) => host.child.once('exit', resolve));
    host.child.kill('SIGTERM');
    expect(await exited).toBe(0);
    await until('all are gone', () => !pids.some(isAlive), 2_000);
  } finally {
    await host.end();
  }
});
