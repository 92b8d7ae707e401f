import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps the server in /usr/sbin, which is not on everybody's PATH. */
function programOf(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const SERVER = programOf('mosquitto');
const PASSWD = programOf('mosquitto_passwd');
export const HAS_MOSQUITTO = SERVER !== null && PASSWD !== null;

/** An Eclipse Mosquitto server of our own on a free port, which knows one user. */
export interface Mosquitto {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** At once, as when the machine goes down. */
  kill(): Promise<void>;
  /** Comes back on the same port. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startMosquitto(): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'hadir-mosquitto-'));
  // Started by root it becomes the user `mosquitto`, who must be able to read its files.
  await chmod(folder, 0o755);
  const [username, password] = ['gerbang', 'rahasia-gerbang'];
  const users = join(folder, 'users');
  spawnSync(PASSWD ?? '', ['-b', '-c', users, username, password]);
  await chmod(users, 0o644);
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous false',
    `password_file ${users}`,
    'persistence false',
  ];
  await writeFile(config, `${settings.join('\n')}\n`);
  let child: ChildProcess | null = null;
  const server: Mosquitto = {
    url: `mqtt://127.0.0.1:${port}`,
    username,
    password,
    async start() {
      child = spawn(SERVER ?? '', ['-c', config], { stdio: 'ignore' });
      await answers(port, child);
    },
    async kill() {
      const running = child;
      child = null;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    },
    async remove() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('mosquitto does not listen');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
