import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@hadir/sdk/testing';
import { beforeAll, expect, test } from 'vitest';
import { ensureDist, fixture, pluginOf, rough, testHost } from './support.js';

beforeAll(ensureDist);

test('a plugin can read its own files and nothing else, write nothing, start nothing', async () => {
  process.env.HADIR_TEST_SECRET = 'must-not-leak';
  const { host, heard } = testHost([rough('escape')]);
  try {
    await host.start();
    await until('it has tried', () => heard.logs.some((entry) => entry.message === 'escape'));
    const { env, own, ...denied } = heard.logs.find((entry) => entry.message === 'escape')?.fields ?? {};
    expect(own).toBe('allowed');
    expect(denied).toEqual({
      passwd: 'ERR_ACCESS_DENIED',
      environ: 'ERR_ACCESS_DENIED',
      hub: 'ERR_ACCESS_DENIED',
      write: 'ERR_ACCESS_DENIED',
      writeTmp: 'ERR_ACCESS_DENIED',
      spawn: 'ERR_ACCESS_DENIED',
      worker: 'ERR_ACCESS_DENIED',
      addon: 'ERR_DLOPEN_DISABLED',
    });
    const allowed = ['LANG', 'NODE_ENV', 'PATH', 'TZ'];
    expect(
      String(env)
        .split(',')
        .filter((name) => !allowed.includes(name)),
    ).toEqual([]);
    expect(existsSync('/tmp/hadir-escape')).toBe(false);
  } finally {
    delete process.env.HADIR_TEST_SECRET;
    await host.stop();
  }
});

test('a plugin that asks for storage may write in its own folder only', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'hadir-state-'));
  const { host, heard } = testHost([fixture('keeper')], { stateFolder });
  try {
    await host.start();
    await until('it has written', () => heard.logs.some((entry) => entry.message === 'storage'));
    const { fields } = heard.logs.find((entry) => entry.message === 'storage') ?? {};
    expect(fields).toEqual({ kept: 'kept', outside: 'ERR_ACCESS_DENIED' });
    expect(readFileSync(join(stateFolder, 'keeper', 'kept.txt'), 'utf8')).toBe('kept');
    expect(existsSync(join(stateFolder, 'outside.txt'))).toBe(false);
  } finally {
    await host.stop();
    rmSync(stateFolder, { recursive: true });
  }
});

test('a plugin that asks for storage is refused when there is none', async () => {
  const { host, heard } = testHost([fixture('keeper')]);
  await host.start();
  expect(pluginOf(host, 'keeper').state).toBe('refused');
  expect(pluginOf(host, 'keeper').lastError?.code).toBe('PLUGIN_STORAGE_UNAVAILABLE');
  expect(heard.raised.map((issue) => issue.code)).toEqual(['PLUGIN_STORAGE_UNAVAILABLE']);
  await host.stop();
});
