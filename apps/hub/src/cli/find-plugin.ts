import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isHadirError } from '@hadir/core';
import type { Codecs } from '@hadir/sdk/codec';
import { type LoadedPlugin, loadPlugin } from '@hadir/sdk/host';
import { hubFolder, installedPlugins } from '../plugins/index.js';
import { cliError } from './errors.js';

/**
 * A plugin by its id (`zkteco`), package name or folder, without a hub. No code of it is run.
 * @throws CLI_PLUGIN_NOT_FOUND, or why its manifest is refused
 */
export function findPlugin(name: string, folder: string = process.cwd()): LoadedPlugin {
  const path = resolve(folder, name);
  if ((name.startsWith('.') || isAbsolute(name) || name.includes('/')) && existsSync(path))
    return loadPlugin(path, folder);
  const installed = installedPlugins([folder, hubFolder()]).map((source) => tryLoad(source, folder));
  const found = installed.find((plugin) => plugin?.manifest.id === name);
  if (found) return found;
  if (/^(@[\w.-]+\/)?[\w.-]+$/.test(name)) {
    for (const from of [folder, hubFolder()]) {
      const plugin = tryLoad(name, from);
      if (plugin) return plugin;
    }
  }
  const ids = installed.map((plugin) => plugin?.manifest.id).filter((id) => id !== undefined);
  throw cliError('CLI_PLUGIN_NOT_FOUND', { plugin: name, installed: ids.join(', ') || '–' });
}

function tryLoad(source: string, from: string): LoadedPlugin | null {
  try {
    return loadPlugin(source, from);
  } catch (error) {
    if (isHadirError(error)) return null;
    throw error;
  }
}

/** The plugin's decoders. They are pure functions, so they are run here and not in a process of their own. @throws CLI_PLUGIN_NO_CODECS */
export async function codecsOf(plugin: LoadedPlugin): Promise<Codecs> {
  const { id, codecs: file } = plugin.manifest;
  if (file === undefined) throw cliError('CLI_PLUGIN_NO_CODECS', { plugin: id, reason: '–' });
  const module = (await import(pathToFileURL(join(dirname(plugin.manifestPath), file)).href)) as { codecs?: Codecs };
  if (!module.codecs) throw cliError('CLI_PLUGIN_NO_CODECS', { plugin: id, reason: `${file}: export "codecs"` });
  return module.codecs;
}
