import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { startSimulator } from './simulator.js';

const PLUGIN = '@hadir/plugin-face-camera';
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
  const args = ['--port', String(port), ...user];
  const camera = await startSimulator(program, args, {
    what: 'the simulated camera',
    readyMs: READY_MS,
    isQuiet: true,
  }).catch(() => null);
  if (camera === null) return null;
  return {
    url: `http://127.0.0.1:${port}/video.mjpg`,
    show: (scene) => camera.tell({ show: scene }),
    stop: camera.stop,
  };
}
