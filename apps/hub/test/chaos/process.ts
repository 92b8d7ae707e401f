import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that is started again whenever it dies, as systemd would. */
export interface Kept {
  pid(): number;
  /** Kills it with -9; it comes back. */
  kill(): void;
  starts(): number;
  /** SIGTERM, and no more starts. @returns its exit code */
  stop(): Promise<number | null>;
  /** What it wrote last, for a failure that must be understood. */
  tail(): string;
}

const TAIL_CHARS = 4_000;

export function keep(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Kept {
  let child: ChildProcess;
  let stopping = false;
  let starts = 0;
  let text = '';
  const launch = (): void => {
    starts += 1;
    child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH ?? '', LANG: 'en_US.UTF-8', ...env } });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        text = (text + data.toString()).slice(-TAIL_CHARS);
      });
    }
    child.on('exit', () => {
      if (!stopping) setTimeout(launch, 200);
    });
  };
  launch();
  return {
    pid: () => child.pid ?? 0,
    starts: () => starts,
    tail: () => text,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

/** A simulated terminal: orders in, answers out, one line of JSON each. */
export interface Terminal {
  readonly pid: number;
  readonly ready: Readonly<Record<string, unknown>>;
  order(order: object): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

export async function startTerminal(args: readonly string[]): Promise<Terminal> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((line: Record<string, unknown>) => void)[] = [];
  const next = (): Promise<Record<string, unknown>> => new Promise((resolve) => waiting.push(resolve));
  createInterface({ input: child.stdout }).on('line', (line) =>
    waiting.shift()?.(JSON.parse(line) as Record<string, unknown>),
  );
  const ready = await next();
  return {
    pid: child.pid ?? 0,
    ready,
    order(order) {
      const answer = next();
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
