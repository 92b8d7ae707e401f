import type { CodeTables } from '@hadir/core';
import { isHadirError } from '@hadir/core';
import { loadPlugin, type PluginEntry } from '@hadir/sdk/host';
import type { HubLog } from '../observability/index.js';

/** What the manifests say of vendors' codes. Runs no code of a plugin; one whose manifest is broken adds nothing. */
export function codeTablesOf(entries: readonly PluginEntry[], from: string, log: HubLog): CodeTables {
  const tables: Record<string, CodeTables[string]> = {};
  for (const { source, settings } of entries) {
    try {
      const { manifest } = loadPlugin(source, from, settings ?? {});
      Object.assign(tables, manifest.codeTables ?? {});
    } catch (error) {
      if (!isHadirError(error)) throw error;
      log.warn({ source, code: error.code }, 'the code tables of a plugin could not be read');
    }
  }
  return tables;
}
