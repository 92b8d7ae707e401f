import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { END_WITH_PARENT } from './terminals.js';

const PLUGIN = '@hadir/plugin-face-camera';
const STOP_MS = 3_000;
const READY_MS = 30_000;

/** With what the simulated camera lets somebody look. */
export const CAMERA_USER = { username: 'admin', password: 'peragaan' } as const;

const testingEntry = (): string => createRequire(import.meta.url).resolve(`${PLUGIN}/testing`);

/** The folder of the plugin that recognises faces. */
export const facePlugin = (): string => resolve(testingEntry(), '../../..');

/** A simulated camera in a process of its own. */
export interface FaceCamera {
  readonly url: string;
  /** From now on it sees this: `wall`, `portrait-1` to `-3`, `group`, `strangers`. */
  show(scene: string): void;
  stop(): Promise<void>;
}

/** Null where the photographs that it shows are not installed: they come with a checkout, not with the product. */
export async function startFaceCamera(port: number): Promise<FaceCamera | null> {
  const program = join(dirname(testingEntry()), 'camera.js');
  const { username, password } = CAMERA_USER;
  const user = ['--user', username, '--password', password];
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, program, '--port', String(port), ...user], {
    stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  if (!(await isReady(child))) {
    child.kill('SIGKILL');
    return null;
  }
  return {
    url: `http://127.0.0.1:${port}/video.mjpg`,
    show(scene) {
      child.stdin?.write(`${JSON.stringify({ show: scene })}\n`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Its first line says that it runs; the others are of no interest, yet must be read or it would stall. */
function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((done) => {
    const late = setTimeout(() => done(false), READY_MS);
    const end = (ready: boolean): void => {
      clearTimeout(late);
      done(ready);
    };
    child.once('error', () => end(false));
    child.once('exit', () => end(false));
    if (child.stdout) createInterface({ input: child.stdout }).on('line', () => end(true));
  });
}
