import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BOARD = fileURLToPath(new URL('../../dist/testing/board.js', import.meta.url));

/** The simulated board as a process of its own. */
export interface BoardProcess {
  order(order: Readonly<Record<string, unknown>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startBoard(path: string, model: string, everyMs: number): Promise<BoardProcess> {
  if (!existsSync(BOARD)) throw new Error('build first: npx turbo run build --filter=@hadir/plugin-ir-thermo');
  const child = spawn(process.execPath, [BOARD, '--path', path, '--model', model, '--every-ms', String(everyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async order(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      await lines.next();
    },
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
