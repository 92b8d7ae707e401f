import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, isBuilt } from './build.mjs';
import { ensureInstalled, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { requireNode } from './node-version.mjs';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const say = (text) => process.stderr.write(`${text}\n`);

/** Holds the checkout while something is installed or built in it. */
export function withCheckout(body) {
  return withLock(join(ROOT, '.turbo', 'prepare.lock'), body, {
    onWait: (pid) =>
      say(`Menunggu proses ${pid} selesai menyiapkan … / Waiting for process ${pid} to finish preparing …`),
  });
}

/** From a fresh clone to something that runs: the right Node.js, packages, build. Writes nothing when nothing is to do. */
export async function prepare({ everything = false } = {}) {
  requireNode();
  if (isInstalled(ROOT) && isBuilt(ROOT, everything)) return;
  const show = process.env.CI === 'true';
  await withCheckout(async () => {
    await ensureInstalled(ROOT, { say, show });
    await ensureBuilt(ROOT, { everything, say, show });
  });
}
