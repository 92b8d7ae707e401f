import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginEntry } from '@hadir/sdk/host';
import type { HubConfig } from '../config/index.js';

/** The plugins to run: those of the settings, else every installed package whose package.json names a Hadir manifest. */
export function pluginEntries(config: Pick<HubConfig, 'plugins' | 'baseFolder'>): readonly PluginEntry[] {
  if (config.plugins === null) {
    return installedPlugins([config.baseFolder, hubFolder()]).map((source) => ({ source }));
  }
  return config.plugins
    .filter((plugin) => plugin.enabled !== false)
    .map(({ use, settings }) => ({ source: use, ...(settings ? { settings } : {}) }));
}

/** Where the hub itself is installed: plugins that came with it are found even when it is started elsewhere. */
export function hubFolder(): string {
  return dirname(fileURLToPath(import.meta.url));
}

/** Folders of packages named `@hadir/plugin-…`, `hadir-plugin-…` or `@scope/hadir-plugin-…`, from each start upwards. */
export function installedPlugins(starts: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const start of starts) {
    for (let folder = start; ; folder = dirname(folder)) {
      for (const [name, path] of pluginsIn(join(folder, 'node_modules'))) {
        if (!found.has(name)) found.set(name, path);
      }
      if (folder === dirname(folder)) break;
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

function pluginsIn(modules: string): readonly (readonly [string, string])[] {
  const top = listFolder(modules);
  const scoped = top
    .filter((name) => name.startsWith('@'))
    .flatMap((scope) => listFolder(join(modules, scope)).map((name) => `${scope}/${name}`));
  return [...top, ...scoped]
    .filter((name) => /^(@hadir\/plugin-|(@[^/]+\/)?hadir-plugin-)/.test(name))
    .map((name) => [name, join(modules, name)] as const)
    .filter(([, path]) => namesManifest(path));
}

function listFolder(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function namesManifest(folder: string): boolean {
  try {
    const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { hadir?: { manifest?: unknown } };
    return typeof own.hadir?.manifest === 'string';
  } catch {
    return false;
  }
}
