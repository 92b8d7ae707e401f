import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pluginError } from '../plugin-errors.js';
import { reasonOf } from '../protocol/error-facts.js';

/** Where the files of a plugin are; all paths absolute and without symbolic links. */
export interface PluginLocation {
  readonly manifestPath: string;
  /** The folder of the package that the manifest belongs to: all that the plugin may read of its own. */
  readonly packageFolder: string;
}

/**
 * Finds a plugin by path of its manifest, of its package folder, or by package name as Node would from `from`.
 * @throws PLUGIN_MANIFEST_NOT_FOUND
 */
export function locatePlugin(source: string, from: string): PluginLocation {
  const path = isPath(source) ? resolve(from, source) : packageFolder(source, from);
  try {
    const isFolder = statSync(path).isDirectory();
    const manifest = isFolder ? manifestOfPackage(source, path) : path;
    const manifestPath = realpathSync(manifest);
    return { manifestPath, packageFolder: nearestPackage(dirname(manifestPath)) };
  } catch (thrown) {
    if (thrown instanceof Error && 'definition' in thrown) throw thrown;
    throw pluginError('PLUGIN_MANIFEST_NOT_FOUND', { source, reason: reasonOf(thrown) }, thrown);
  }
}

function isPath(source: string): boolean {
  return source.startsWith('.') || isAbsolute(source) || source.endsWith('.json');
}

function manifestOfPackage(source: string, folder: string): string {
  const own: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const named = (own as { readonly hadir?: { readonly manifest?: unknown } }).hadir?.manifest;
  if (typeof named === 'string') return join(folder, named);
  throw pluginError('PLUGIN_MANIFEST_NOT_FOUND', { source, reason: 'its package.json has no hadir.manifest' });
}

/** The folder (perhaps a link) in which Node would find a package. @throws PLUGIN_MANIFEST_NOT_FOUND */
function packageFolder(name: string, from: string): string {
  const found = findPackage(name, from);
  if (found !== null) return found;
  throw pluginError('PLUGIN_MANIFEST_NOT_FOUND', { source: name, reason: `no such package from ${from}` });
}

/** Walks up the `node_modules` folders as Node does; null when none has the package. */
export function findPackage(name: string, from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) return null;
  }
}

/** The nearest folder upwards that holds a package.json; the folder itself when none does. */
export function nearestPackage(start: string): string {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return start;
}
