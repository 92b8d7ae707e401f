import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0;

/** Two ends of a serial cable that the kernel keeps: `a` for the driver, `b` for the radio. */
export interface SerialCable {
  readonly a: string;
  readonly b: string;
  /** Both ends vanish, as when an adapter is pulled out; the folder goes too. */
  remove(): Promise<void>;
}

export async function serialCable(): Promise<SerialCable> {
  const folder = await mkdtemp(join(tmpdir(), 'hadir-ble-'));
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${a}`, `pty,raw,echo=0,link=${b}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await said(socat, 'starting data transfer');
  return {
    a,
    b,
    async remove() {
      if (socat.exitCode === null && socat.signalCode === null) {
        const gone = new Promise((resolve) => socat.once('exit', resolve));
        socat.kill('SIGKILL');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
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
