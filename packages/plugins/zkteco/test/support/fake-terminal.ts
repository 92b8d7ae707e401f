import { createRequire } from 'node:module';

export interface FakeTerminal {
  readonly port: number;
  readonly device: { clock: number; options: Record<string, string>; att: Buffer };
  close(): Promise<void>;
}

interface FakeTerminalModule {
  start(options: Record<string, unknown>): Promise<FakeTerminal>;
  expectFor(records: number, users: number, badEvery: number): Readonly<Record<string, number>>;
  buildAtt(records: number, size: number, users: number, badEvery: number): Buffer;
}

/** An implementation of the terminal's side that shares no line with ours. */
export const fakeTerminal = createRequire(import.meta.url)(
  '../../../../../bench/vendor/fake-terminal.cjs',
) as FakeTerminalModule;
