import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** The newest long-term release that Hadir promises to run on besides the oldest. */
const SECOND_NODE = '24.9.0';

/**
 * Path of that Node.js, from the npm package that carries its binary, or null. Only fetched in continuous integration on
 * Linux and kept outside the workspace's own tree, because nobody else needs it.
 */
export async function otherNode(root) {
  if (process.env.CI !== 'true' || process.platform !== 'linux') return null;
  if (process.version.startsWith('v24.')) return null;
  const name = `node-linux-${process.arch}`;
  const folder = join(root, 'node_modules', '.cache', 'second-node');
  const path = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const args = ['install', '--no-audit', '--no-fund', '--no-save', '--no-package-lock', `${name}@${SECOND_NODE}`];
    const result = await runCommand('npm', args, { cwd: folder, timeoutMs: 300_000 });
    if (result.code !== 0 || !existsSync(path)) {
      process.stdout.write(
        `! Node.js ${SECOND_NODE} could not be fetched; its run is left out\n${result.output.trimEnd()}\n`,
      );
      return null;
    }
  }
  return { path, version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() };
}
