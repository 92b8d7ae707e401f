import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from './messages.mjs';

const BEAT_MS = 2000;
const STALE_MS = 20_000;
const POLL_MS = 250;
const GIVE_UP_MS = 20 * 60_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs `body` while no other process of this checkout installs or builds.
 * The holder touches the lock file every two seconds, so a lock left by a killed process is taken over.
 */
export async function withLock(file, body, { onWait = () => {}, giveUpMs = GIVE_UP_MS } = {}) {
  const since = Date.now();
  let told = false;
  while (!tryTake(file)) {
    const holder = readHolder(file);
    if (holder.stale) {
      rmSync(file, { force: true });
      continue;
    }
    if (Date.now() - since > giveUpMs) {
      throw new SetupError('SETUP_LOCKED', { pid: holder.pid, minutes: Math.round((Date.now() - since) / 60_000) });
    }
    if (!told && Date.now() - since > 1000) {
      told = true;
      onWait(holder.pid);
    }
    await sleep(POLL_MS);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await body();
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

function tryTake(file) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new SetupError('SETUP_READ_ONLY', { folder: dirname(file), reason: error.code });
  }
}

function readHolder(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const age = Date.now() - statSync(file).mtimeMs;
    return { pid, stale: age > STALE_MS || (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) };
  } catch {
    return { pid: 0, stale: false };
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder was removed under us; the lock no longer matters.
  }
}
