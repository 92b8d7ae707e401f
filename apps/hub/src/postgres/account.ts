import { spawnSync } from 'node:child_process';
import { postgresError } from './errors.js';

/** The operating system's account that runs the server. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; an ordinary user runs it as himself. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Who shall run the server: nobody else (null) unless we are root; then `postgres` when the system has it, `hadir`
 * (made when the system lets us), else `nobody`.
 */
export function chooseAccount(): Account | null {
  if (!runsAsRoot()) return null;
  const account = findAccount('postgres') ?? findAccount('hadir') ?? makeAccount('hadir') ?? findAccount('nobody');
  if (account === null) throw postgresError('POSTGRES_ACCOUNT_MISSING', { reason: 'no postgres, hadir or nobody' });
  return account;
}

/** The account that owns existing data: the choice of the first start stays, whatever accounts come later. */
export function accountOfOwner(uid: number, gid: number): Account | null {
  return runsAsRoot() && uid !== 0 ? { name: `uid ${uid}`, uid, gid } : null;
}

function findAccount(name: string): Account | null {
  const uid = numberFrom('id', ['-u', name]);
  const gid = numberFrom('id', ['-g', name]);
  return uid === null || gid === null || uid === 0 ? null : { name, uid, gid };
}

function makeAccount(name: string): Account | null {
  const { status } = spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
    stdio: 'ignore',
    timeout: 15_000,
  });
  return status === 0 ? findAccount(name) : null;
}

function numberFrom(program: string, args: readonly string[]): number | null {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 15_000,
  });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
}

/**
 * Whether the account can use a folder. Asked of the system itself, by a process of that account, because bits on every
 * folder above, groups and access lists all count.
 */
export function canUse(account: Account | null, folder: string, how: 'x' | 'rx' | 'rwx'): boolean {
  if (account === null) return true;
  const test = [...how].map((right) => `[ -${right} "$1" ]`).join(' && ');
  const { status } = spawnSync('/bin/sh', ['-c', test, 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
    timeout: 15_000,
  });
  return status === 0;
}
