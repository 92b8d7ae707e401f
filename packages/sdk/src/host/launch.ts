import type { RunnerTimings } from '../runner/timings.js';
import type { PluginEntry } from './contract.js';
import type { LoadedPlugin } from './load-plugin.js';
import type { PluginRunOptions } from './plugin-run.js';
import { sandboxArguments } from './sandbox.js';
import type { HostLimits, HostTimings } from './timings.js';

export interface LaunchedPlugin {
  readonly plugin: LoadedPlugin;
  readonly storageFolder: string | null;
}

export interface LaunchSettings {
  readonly entry: PluginEntry;
  readonly timings: HostTimings;
  readonly limits: HostLimits;
  readonly sessionTimings: RunnerTimings;
}

/** With what a plugin's process is started: its sandbox, its limits and its first message. */
export function launchOf(
  { entry, timings, limits, sessionTimings }: LaunchSettings,
  { plugin, storageFolder }: LaunchedPlugin,
): Pick<PluginRunOptions, 'plugin' | 'execArguments' | 'load' | 'timings' | 'limits' | 'rssLimitBytes'> {
  const { manifest, packageFolder, manifestPath, entryPath, settings } = plugin;
  const memoryMiB = entry.memoryMiB ?? limits.memoryMiB;
  return {
    plugin,
    execArguments: sandboxArguments({ packageFolder, permissions: manifest.permissions, storageFolder, memoryMiB }),
    load: {
      pluginId: manifest.id,
      manifestPath,
      entryPath,
      settings: { ...settings },
      storageFolder,
      heartbeatMs: timings.heartbeatMs,
      timings: sessionTimings,
      pendingBatches: limits.pendingBatches,
      pendingBytes: limits.pendingBytes,
      logLinesPerSecond: limits.logLinesPerSecond,
      noticesPerSecond: limits.noticesPerSecond,
    },
    timings,
    limits,
    // Node itself, its code and its buffers come on top of the heap.
    rssLimitBytes: (memoryMiB * 1.25 + 128) * 1024 * 1024,
  };
}
