import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * A process of its own from a TypeScript file of the sources, to be killed. The file says what it did with one line
 * of JSON each.
 */
export interface Child {
  readonly process: ChildProcess;
  /** The next line it says. Rejects when it ends first. */
  next(): Promise<Record<string, unknown>>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const packages = fileURLToPath(new URL('../../../../', import.meta.url));

/** Builds the file into `folder`, as if it stood at `livesAt`: from there it finds what is not bundled. */
export async function buildChild(source: URL, folder: string, livesAt: string = import.meta.url): Promise<string> {
  const outfile = join(folder, 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['hadir-source'],
    // Bundled CommonJS needs `require`; import.meta.url must lead to this repository's node_modules.
    banner: {
      js: `import { createRequire as __makeRequire } from 'node:module';const require = __makeRequire(${JSON.stringify(livesAt)});`,
    },
    define: { 'import.meta.url': JSON.stringify(livesAt) },
    absWorkingDir: packages,
    logLevel: 'error',
  });
  return outfile;
}

export function startChild(file: string, args: readonly string[], options: { uid?: number; gid?: number } = {}): Child {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  const lines: string[] = [];
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      const first = waiting.shift();
      if (first === undefined) lines.push(line);
      else first.resolve(line);
    }
  });
  child.once('exit', (code, signal) => {
    for (const one of waiting.splice(0)) one.reject(new Error(`child ended: ${code ?? signal}`));
  });
  return {
    process: child,
    async next() {
      const line =
        lines.shift() ??
        (await new Promise<string>((resolve, reject) => {
          if (child.exitCode !== null || child.signalCode !== null) reject(new Error('child ended'));
          else waiting.push({ resolve, reject });
        }));
      return JSON.parse(line) as Record<string, unknown>;
    },
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
