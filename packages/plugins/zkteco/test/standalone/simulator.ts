import type { SessionOptions, StandaloneSession } from '../../src/standalone/index.js';
import { type SimulatedTerminal, startTerminal } from '../../src/testing/index.js';
import type { TerminalOptions } from '../../src/testing/terminal-options.js';
import { openTo, testClock } from './fake.js';

/** What a test opened, closed in the reverse order whatever happens. */
export interface Bench {
  terminal(options?: TerminalOptions): Promise<SimulatedTerminal>;
  session(port: number, options?: Partial<SessionOptions>): Promise<StandaloneSession>;
  defer(work: () => Promise<unknown>): void;
  clear(): Promise<void>;
}

export function createBench(): Bench {
  const open: (() => Promise<unknown>)[] = [];
  return {
    async terminal(options = {}) {
      const terminal = await startTerminal({ clock: testClock, ...options });
      open.push(() => terminal.close());
      return terminal;
    },
    async session(port, options = {}) {
      const session = await openTo(port, options);
      open.push(() => session.close());
      return session;
    },
    defer: (work) => void open.push(work),
    async clear() {
      for (const close of open.splice(0).reverse()) await close();
    },
  };
}

/** Rows as one text each, in order, to compare with what the terminal holds. */
export function heldRows(terminal: SimulatedTerminal): string[] {
  return Array.from({ length: terminal.recordCount }, (_, i) => {
    const { deviceUserId, verify, state, timeRaw } = terminal.punchAt(i);
    return `${deviceUserId} ${timeRaw} ${verify} ${state}`;
  });
}
