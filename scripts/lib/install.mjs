import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './messages.mjs';
import { runCommand } from './run-command.mjs';

/** What the installed tree depends on: the lock file, and the platform that native parts were chosen for. */
export function installFingerprint(root) {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    const path = join(root, name);
    hash.update(`${name}\n`).update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

const stampPath = (root) => join(root, 'node_modules', '.hadir-installed');

export function isInstalled(root) {
  try {
    return readFileSync(stampPath(root), 'utf8') === installFingerprint(root);
  } catch {
    return false;
  }
}

/**
 * Installs packages when the lock file changed or nothing is there. `npm ci` where there is no tree; where there is one
 * (somebody ran `npm install`, or the lock file moved) npm brings it up to date in place.
 */
export async function ensureInstalled(root, { say, show = false }) {
  if (isInstalled(root)) return false;
  requireWritable(root);
  const fresh = !existsSync(join(root, 'node_modules', '.package-lock.json'));
  say(
    fresh
      ? 'Memasang paket; pertama kali perlu satu-dua menit … / Installing packages; the first time takes a minute or two …'
      : 'Memperbarui paket … / Updating packages …',
  );
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  let result = await npm(root, fresh ? ['ci', ...quiet] : ['install', '--no-save', ...quiet], show);
  if (result.code === 127) throw new SetupError('SETUP_NPM_MISSING');
  if (result.code !== 0 && fresh && !result.signal) {
    // A lock file that does not fit is told below only if `npm install` cannot help either.
    if (!show && !result.output.includes('EUSAGE')) process.stderr.write(result.output);
    say('npm ci gagal; mencoba npm install … / npm ci failed; trying npm install …');
    result = await npm(root, ['install', '--no-save', ...quiet], show);
  }
  if (result.code !== 0) {
    if (!show) process.stderr.write(result.output);
    throw new SetupError('SETUP_INSTALL_FAILED', { code: result.signal ?? result.code });
  }
  writeFileSync(stampPath(root), installFingerprint(root));
  return true;
}

/** npm as the one that started us, else the one on the PATH. */
function npm(root, args, show) {
  const own = process.env.npm_execpath;
  const options = { cwd: root, show, env: { npm_config_update_notifier: 'false' } };
  return own && /npm-cli\.c?js$/.test(own) && existsSync(own)
    ? runCommand(process.execPath, [own, ...args], options)
    : runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

function requireWritable(root) {
  for (const folder of [root, join(root, 'node_modules')]) {
    if (!existsSync(folder)) continue;
    try {
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new SetupError('SETUP_READ_ONLY', { folder, reason: error.code });
    }
  }
}
