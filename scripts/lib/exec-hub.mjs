import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SetupError } from './messages.mjs';

const REPEAT_MS = 1500;
const PARENT_LOOK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Becomes the hub: passes signals on, ends as it ends. A terminal's Ctrl-C arrives here twice (from the terminal and
 * from npm, which passes it on), and a second signal means "at once" to a server, so repetitions within 1.5 s are dropped.
 */
export function execHub(root, args) {
  return new Promise((_resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        new URL('./end-with-parent.mjs', import.meta.url).href,
        join(root, 'apps', 'hub', 'bin', 'hadir.js'),
        ...args,
      ],
      { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: process.platform !== 'win32' },
    );
    let lastSignalAt = Number.NEGATIVE_INFINITY;
    const pass = (signal) => {
      const now = performance.now();
      if (now - lastSignalAt < REPEAT_MS) return;
      lastSignalAt = now;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const watch = whenParentDies(() => pass('SIGTERM'));
    child.on('error', (error) => reject(new SetupError('SETUP_START_FAILED', { reason: error.message })));
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (signal === null) process.exit(code ?? 1);
      for (const name of SIGNALS) process.removeAllListeners(name);
      process.kill(process.pid, signal);
      // A signal that this process ignores (none of the usual ones) must still end it.
      setTimeout(() => process.exit(1), 1000);
    });
  });
}

/**
 * npm that is killed takes nobody along; a hub that it was asked to run should not stay. Started by anybody else, the
 * launcher may well outlive its parent.
 */
function whenParentDies(act) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, PARENT_LOOK_MS);
  return timer;
}
