import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { benchPath } from './process.js';

/** Totals that a reader of the terminal's log must reach; see `expectFor` in vendor/fake-terminal.cjs. */
export interface Expectation {
  readonly records: number;
  readonly userIdSum: number;
  readonly timeSum: number;
  readonly verifySum: number;
  readonly punchSum: number;
  readonly badDates: number;
}

export type TerminalOptions = Readonly<Record<string, string | number | true>>;

export interface Terminal {
  readonly port: number;
  readonly expect: Expectation;
  stop(): Promise<void>;
}

/** Starts the fake terminal (an implementation of the protocol that is independent of ours) in a process of its own. */
export async function startTerminal(options: TerminalOptions): Promise<Terminal> {
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, `${value}`],
  );
  const child = spawn(process.execPath, [benchPath('vendor/fake-terminal.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    closed.then(() => Promise.reject(new Error(`the fake terminal ended at once: ${args.join(' ')}`))),
  ]);
  const ready = JSON.parse(line) as { port: number; expect: Expectation };
  return {
    port: ready.port,
    expect: ready.expect,
    stop: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
