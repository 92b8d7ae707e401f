import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProcessOutcome<Message> {
  /** What the process reported last, or null when it ended or ran out of time before it did. */
  readonly message: Message | null;
  readonly timedOut: boolean;
  readonly exitCode: number | null;
}

/** The benchmarks' package folder, from wherever in `dist` this module ends up. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

const root = packageFolder();

/** Path of a file in the benchmarks' package. */
export const benchPath = (path: string): string => join(root, path);

/**
 * Runs one of our own process scripts (`dist/<name>.js`) to its end or its time limit, in an empty folder of its own,
 * because some libraries write log files to the working directory. Its standard output is thrown away.
 */
export async function runProcess<Message>(
  name: string,
  args: readonly string[],
  options: {
    readonly timeoutMs: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly execArgv?: string[];
  },
): Promise<ProcessOutcome<Message>> {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-bench-'));
  const child = fork(benchPath(`dist/${name}.js`), [...args], {
    cwd: folder,
    env: { ...process.env, TZ: 'UTC', ...options.env },
    stdio: ['ignore', 'ignore', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore', 'ipc'],
    execArgv: options.execArgv ?? [],
  });
  try {
    return await outcomeOf<Message>(child, options.timeoutMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf<Message>(child: ChildProcess, timeoutMs: number): Promise<ProcessOutcome<Message>> {
  return new Promise((resolve) => {
    let message: Message | null = null;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('message', (value) => {
      message = value as Message;
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ message, timedOut, exitCode });
    });
  });
}

/** Reports from inside such a process, and ends it once the parent has it. */
export function report(message: unknown): void {
  process.send?.(message, () => process.exit(0));
}
