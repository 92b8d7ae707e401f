import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { testFolder } from './folder.js';
import type { RawServer } from './raw-server.js';

const DEBIAN = '/usr/lib/postgresql';

/** Programs of the system's own PostgreSQL, null when it has none. */
function systemPostgres(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const versions = readdirSync(DEBIAN)
    .filter((version) => existsSync(join(DEBIAN, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return versions[0] === undefined ? null : join(DEBIAN, versions[0], 'bin');
}

function accountForServer(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The system's PostgreSQL as somebody else would run it, on a socket of its own; null when it is not installed. */
export async function startExternalPostgres(): Promise<RawServer | null> {
  const bin = systemPostgres();
  if (bin === null) return null;
  const folder = await testFolder();
  const account = accountForServer();
  if ('uid' in account) chownSync(folder.path, account.uid as number, account.gid as number);
  const data = join(folder.path, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'tester', '--auth=trust', '-E', 'UTF8', '--no-locale', '-N'], {
    ...account,
    cwd: folder.path,
    stdio: 'ignore',
  });
  const url = (database: string): string => `postgres://tester@/${database}?host=${folder.path}&port=5432`;

  function launch(): ChildProcess {
    return spawn(
      join(bin as string, 'postgres'),
      [
        '-D',
        data,
        '-k',
        folder.path,
        '-p',
        '5432',
        '-c',
        'listen_addresses=',
        '-c',
        'max_connections=60',
        '-c',
        'fsync=off',
      ],
      { ...account, cwd: folder.path, stdio: 'ignore' },
    );
  }

  async function untilReady(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      const client = new pg.Client({ connectionString: url('postgres') });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        if (server.exitCode !== null) server = launch();
        await sleep(50);
      }
    }
    throw new Error('the external PostgreSQL does not start');
  }

  let server = launch();
  await untilReady();
  return {
    url,
    async kill() {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      await sleep(200);
      server = launch();
      await untilReady();
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill('SIGINT');
        await ended;
      }
      await folder.remove();
    },
  };
}
