import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0;

/** Two ends of a serial cable that the kernel keeps: `a` for the driver, `b` for the board. */
export interface SerialCable {
  readonly a: string;
  readonly b: string;
  /** Both ends vanish, as when an adapter is pulled out. */
  unplug(): Promise<void>;
  /** Both ends come back under the same names. */
  plug(): Promise<void>;
  remove(): Promise<void>;
}

export async function serialCable(): Promise<SerialCable> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hadir-line-'));
  const a = path.join(folder, 'a');
  const b = path.join(folder, 'b');
  let socat: ChildProcess | null = null;
  const cable: SerialCable = {
    a,
    b,
    async plug() {
      socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${a}`, `pty,raw,echo=0,link=${b}`], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await said(socat, 'starting data transfer');
    },
    async unplug() {
      const child = socat;
      socat = null;
      if (child === null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await Promise.all([rm(a, { force: true }), rm(b, { force: true })]);
    },
    async remove() {
      await cable.unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await cable.plug();
  return cable;
}

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes(words)) resolve();
    });
    child.once('exit', () => reject(new Error(`socat ended: ${heard}`)));
    child.once('error', reject);
  });
}
