import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { HadirError } from '@hadir/core';
import type { Driver } from '../driver/driver.js';
import { pluginError } from '../plugin-errors.js';
import { reasonOf } from '../protocol/error-facts.js';
import type { LoadMessage } from '../protocol/to-plugin.js';

/**
 * Loads the plugin's code. This is the first moment at which any of it runs.
 * @throws PLUGIN_IMPORT_FAILED
 */
export async function importDriver(
  load: LoadMessage,
): Promise<{ readonly driver: Driver; readonly manifestHash: string }> {
  try {
    const manifestHash = createHash('sha256').update(readFileSync(load.manifestPath, 'utf8')).digest('hex');
    const module: unknown = await import(pathToFileURL(load.entryPath).href);
    const driver = (module as { readonly default?: unknown }).default;
    if (isDriver(driver)) return { driver, manifestHash };
  } catch (thrown) {
    throw importFailed(load, reasonOf(thrown), thrown);
  }
  throw importFailed(load, 'its entry does not default-export a driver made by defineDriver');
}

function importFailed(load: LoadMessage, reason: string, cause?: unknown): HadirError {
  return pluginError('PLUGIN_IMPORT_FAILED', { pluginId: load.pluginId, reason }, cause);
}

function isDriver(value: unknown): value is Driver {
  if (typeof value !== 'object' || value === null) return false;
  const { manifest, start, probe, open } = value as Partial<Driver>;
  return (
    typeof manifest?.id === 'string' &&
    typeof manifest.version === 'string' &&
    typeof manifest.apiVersion === 'number' &&
    [start, probe, open].every((call) => typeof call === 'function')
  );
}
