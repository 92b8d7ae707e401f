import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from './load.js';
import { printConfig } from './print.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (yaml: string, env: Record<string, string> = {}, flags: Record<string, unknown> = {}) => {
  writeFileSync(join(folder, 'hadir.yaml'), yaml);
  return loadConfig({ workingFolder: folder, env, flags });
};

describe('loadConfig', () => {
  it('has defaults that run without a file', () => {
    const config = loadConfig({ workingFolder: folder, env: {} });
    expect(config).toMatchObject({ role: 'all', stateFolder: join(folder, '.hadir'), plugins: null });
    expect(config.http).toEqual({ host: '127.0.0.1', port: 8800, trustProxy: false });
    expect(config.limits.bodyKiB).toBe(1024);
  });

  it('lets the environment win over the file and flags over both', () => {
    const config = load(
      'http: { port: 1111, host: 0.0.0.0 }\nzone: Asia/Jayapura\n',
      { HADIR_HTTP_PORT: '2222', HADIR_ZONE: 'Asia/Makassar', HADIR_HTTP_TRUST_PROXY: 'true' },
      { http: { port: 3333 } },
    );
    expect(config.http).toEqual({ host: '0.0.0.0', port: 3333, trustProxy: true });
    expect(config.zone).toBe('Asia/Makassar');
  });

  it('takes DATABASE_URL, yet prefers HADIR_DATABASE_URL', () => {
    expect(load('', { DATABASE_URL: 'postgres://a/b' }).database.url).toBe('postgres://a/b');
    const both = { DATABASE_URL: 'postgres://a/b', HADIR_DATABASE_URL: 'postgres://c/d' };
    expect(load('', both).database.url).toBe('postgres://c/d');
  });

  it('gives a worker no listener unless asked', () => {
    expect(load('role: worker').http.port).toBeNull();
    expect(load('role: worker\nhttp: { port: 0 }').http.port).toBe(0);
  });

  it('names file, line, path and what is expected', () => {
    expect(() => load('zone: Asia/Jakarta\nhttp:\n  port: banyak\n')).toThrow(
      /http\.port must be integer \(.*hadir\.yaml:3\)/,
    );
    expect(() => load('role: boss')).toThrow(/role must be one of "all", "api", "worker"/);
    expect(() => load('htp: {}')).toThrow(/htp is not known/);
    expect(() => load('', { HADIR_HTTP_PORT: '99999' })).toThrow(/http\.port .*\(HADIR_HTTP_PORT\)/);
    expect(() => load('zone: Asia/Makasar')).toThrow(/Asia\/Makasar/);
    expect(() => load('a: [')).toThrow(/CONFIG_FILE_UNREADABLE/);
    expect(() => loadConfig({ workingFolder: folder, file: 'gone.yaml', env: {} })).toThrow(/gone\.yaml/);
  });
});

describe('printConfig', () => {
  it('hides secrets and keeps addresses', () => {
    const config = load('plugins: [{ use: ./x, settings: { password: rahasia } }]', {
      DATABASE_URL: 'postgres://budi:rahasia@db.local:5432/hadir',
      HADIR_SECRET_KEY: 'rahasia'.repeat(8),
    });
    const text = printConfig(config);
    expect(text).not.toContain('rahasia');
    expect(text).not.toContain('budi');
    expect(text).toContain('db.local:5432/hadir');
  });
});
