import type { Clock } from '@hadir/core';
import { createPluginHost, type PluginEntry, type ReadingSink } from '@hadir/sdk/host';
import type { HubConfig } from '../config/index.js';
import { createFleet, type Fleet, type KeyringHolder } from '../devices/index.js';
import type { Notebook } from '../issues/index.js';
import type { HubLog } from '../observability/index.js';
import { holdLease, hostEvents } from '../plugins/index.js';
import type { Database } from '../store/index.js';
import type { Teardown } from './teardown.js';

export interface PluginPart {
  /** Null while another hub on the database runs the plugins. */
  fleet(): Fleet | null;
}

/** Runs the plugins and their devices while this hub has the right to. */
export async function startPlugins(
  options: {
    readonly config: HubConfig;
    readonly database: Database;
    readonly keyring: KeyringHolder;
    readonly notebook: Notebook;
    readonly sink: ReadingSink;
    readonly entries: readonly PluginEntry[];
    readonly clock: Clock;
    readonly log: HubLog;
  },
  teardown: Teardown,
): Promise<PluginPart> {
  const { config, log } = options;
  let fleet: Fleet | null = null;

  const stop = async (): Promise<void> => {
    const ending = fleet;
    fleet = null;
    if (!ending) return;
    await ending.stop();
    await ending.host.stop();
  };
  const lease = holdLease({
    databaseUrl: options.database.url,
    log,
    async onGranted() {
      const host = createPluginHost({
        plugins: options.entries,
        sink: options.sink,
        events: hostEvents(options),
        clock: options.clock,
        resolveFrom: config.baseFolder,
        stateFolder: config.stateFolder,
      });
      await host.start();
      fleet = createFleet({ ...options, host });
      for (const plugin of host.status().plugins) {
        const facts = { plugin: plugin.pluginId ?? plugin.source, state: plugin.state, code: plugin.lastError?.code };
        log[plugin.state === 'running' ? 'info' : 'error'](facts, 'plugin');
      }
    },
    onRevoked: stop,
  });
  teardown.add('plugins', async () => {
    await lease.stop();
    await stop();
  });
  await lease.settled;
  return { fleet: () => fleet };
}
