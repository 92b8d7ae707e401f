import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installFingerprint } from './install.mjs';
import { SetupError } from './messages.mjs';
import { runCommand } from './run-command.mjs';

/** Turbo without telemetry, update checks or remote parts; it only rebuilds what changed. */
const TURBO_ENV = {
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
  TURBO_UI: 'false',
};

/** What `npm start` needs: the hub, the plugins, and what they stand on, without type declarations and benchmarks. */
const PRODUCT = ['--filter=@hadir/hub...', '--filter=./packages/plugins/*...'];

export function runTurboBuild(root, { everything, show = false }) {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const args = [turbo, 'run', 'build', '--output-logs=errors-only', ...(everything ? [] : PRODUCT)];
  const env = { ...TURBO_ENV, HADIR_BUILD_TYPES: everything ? 'yes' : 'no' };
  return runCommand(process.execPath, args, { cwd: root, env, show });
}

export async function ensureBuilt(root, { everything = false, say, show = false }) {
  if (isBuilt(root, everything)) return false;
  say('Membangun … / Building …');
  const fingerprint = buildFingerprint(root);
  const result = await runTurboBuild(root, { everything, show });
  if (result.code !== 0) {
    if (!show) process.stderr.write(result.output);
    throw new SetupError('SETUP_BUILD_FAILED', { code: result.signal ?? result.code });
  }
  const hub = join(root, 'apps', 'hub', 'dist', 'cli.js');
  if (!existsSync(hub)) throw new SetupError('SETUP_HUB_MISSING', { path: hub });
  mkdirSync(dirname(stampPath(root)), { recursive: true });
  writeFileSync(stampPath(root), stampOf(fingerprint, everything));
  return true;
}

/** Whether what is built comes from the sources as they are. Reads only, so a read-only checkout can be started. */
export function isBuilt(root, everything = false) {
  let stamp;
  try {
    stamp = readFileSync(stampPath(root), 'utf8');
  } catch {
    return false;
  }
  const fingerprint = buildFingerprint(root);
  if (stamp !== stampOf(fingerprint, true) && (everything || stamp !== stampOf(fingerprint, false))) return false;
  return workspaces(root).every(
    (folder) => (!everything && basename(folder) === 'bench') || existsSync(join(folder, 'dist')),
  );
}

const stampPath = (root) => join(root, '.turbo', 'built');
const stampOf = (fingerprint, everything) => `${everything ? 'everything' : 'product'} ${fingerprint}\n`;

/** Content of everything that ends up in `dist`, and of what the build itself is made of. */
function buildFingerprint(root) {
  const hash = createHash('sha256').update(installFingerprint(root));
  const take = (path) => hash.update(`${path.slice(root.length)}\n`).update(readFileSync(path));
  for (const name of ['turbo.json', 'tsconfig.base.json', 'tsconfig.json', 'scripts/write-manifest.mjs']) {
    if (existsSync(join(root, name))) take(join(root, name));
  }
  for (const folder of workspaces(root)) {
    const own = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(json|ts|js|mjs)$/.test(entry.name))
      .map((entry) => join(folder, entry.name));
    const below = ['src', 'sql', 'scripts'].flatMap((name) => files(join(folder, name)));
    for (const path of [...own, ...below].sort()) take(path);
  }
  return hash.digest('hex');
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Folders of the workspaces that are built, from package.json. */
export function workspaces(root) {
  const { workspaces: patterns } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return patterns
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [join(root, pattern)];
      const parent = join(root, pattern.slice(0, -2));
      return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
    })
    .filter((folder) => existsSync(join(folder, 'package.json')));
}
