import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../driver/manifest.js';
import { pluginError } from '../plugin-errors.js';
import { reasonOf } from '../protocol/error-facts.js';

/** The private folder of a plugin that asks for one, made when it is missing; null for the others. @throws PLUGIN_STORAGE_UNAVAILABLE */
export function storageFolderOf(manifest: Manifest, stateFolder: string | null): string | null {
  if (manifest.permissions.storage !== true) return null;
  const fail = (reason: string) => pluginError('PLUGIN_STORAGE_UNAVAILABLE', { pluginId: manifest.id, reason });
  if (stateFolder === null) throw fail('the host was given no state folder');
  try {
    const folder = join(stateFolder, manifest.id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return realpathSync(folder);
  } catch (thrown) {
    throw fail(reasonOf(thrown));
  }
}
