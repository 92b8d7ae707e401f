import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file of an installed package, as Node.js would find the package from here: hoisted or nested. Not by
 * `import.meta.resolve`, which fails for packages that are data and export no module.
 */
export function packageFile(name: string, file: string, from = dirname(fileURLToPath(import.meta.url))): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, file);
    if (allowed(path)) return path;
    if (dirname(folder) === folder) return null;
  }
}

/** A refusal of Node's permission model is as good as a missing file: only declared packages can be read. */
function allowed(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}
