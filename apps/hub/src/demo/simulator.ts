import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A simulated device in a process of its own. */
export interface Simulator {
  /** Writes a line of JSON to it. */
  tell(order: unknown): void;
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  /** For the error when it ends at once. */
  readonly what: string;
  /** Gets every line that it prints. @returns whether this one says that it runs; default: the first does */
  readonly hear?: (line: string) => boolean;
  /** How long it may take to say so; default: as long as it lives. */
  readonly readyMs?: number;
  readonly isQuiet?: boolean;
}

const STOP_MS = 3_000;
/** If this process is killed, the simulator notices that the channel to it closed, and ends. */
const END_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit(0))";

/** Starts it, and resolves when it says that it runs. @throws when it ends or is late */
export async function startSimulator(
  program: string,
  args: readonly string[],
  options: SimulatorOptions,
): Promise<Simulator> {
  const { what, hear = () => true, readyMs } = options;
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, program, ...args], {
    stdio: ['pipe', 'pipe', options.isQuiet === true ? 'ignore' : 'inherit', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new TypeError(`${what} ended with ${code}`)));
      if (readyMs !== undefined) late = setTimeout(() => reject(new TypeError(`${what} did not start`)), readyMs);
      // Every line must be read, or it would stall.
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        if (hear(line)) resolve();
      });
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(late);
  }
  return {
    tell(order) {
      child.stdin?.write(`${JSON.stringify(order)}\n`);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(kill);
    },
  };
}
