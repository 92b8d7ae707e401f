import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface TestRedis {
  readonly url: string;
  flush(): Promise<void>;
  /** Kills the server with -9 and starts an empty one at the same address after `awayMs`. */
  restart(awayMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** A `redis-server` of the test's own that keeps nothing on disk; null when it is not installed. */
export async function startTestRedis(): Promise<TestRedis | null> {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return null;
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(port);

  async function command(run: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(url);
    redis.on('error', () => undefined);
    try {
      await run(redis);
    } finally {
      redis.disconnect();
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  return {
    url,
    flush: () => command((redis) => redis.flushall()),
    async restart(awayMs) {
      await end('SIGKILL');
      await sleep(awayMs);
      server = await launch(port);
    },
    stop: () => end('SIGTERM'),
  };
}

async function launch(port: number): Promise<ChildProcess> {
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  for (let tries = 0; tries < 200; tries++) {
    const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      redis.disconnect();
      return server;
    } catch {
      await sleep(25);
    }
  }
  throw new Error('redis-server does not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
