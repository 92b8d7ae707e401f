import type { HadirError, Instant, LocalizedText } from '@hadir/core';
import type { Capability } from '../driver/capability.js';
import type { Permissions } from '../driver/manifest.js';

/**
 * - `refused`: its manifest, version or settings are not acceptable; no code of it was run.
 * - `starting`: its process is loading.
 * - `running`: its process answers.
 * - `waiting`: its process ended; the next start is at `nextStartAt`.
 * - `quarantined`: it ended too often; one try at `nextStartAt`, for ever.
 * - `failed`: its code cannot be loaded; tried again when a file changes or an operator asks.
 * - `stopped`: the host is not running.
 */
export const PLUGIN_STATES = ['refused', 'starting', 'running', 'waiting', 'quarantined', 'failed', 'stopped'] as const;
export type PluginState = (typeof PLUGIN_STATES)[number];

/** How a plugin's process ended when nobody had asked it to. */
export interface PluginExit {
  readonly at: Instant;
  /** `exit`: ended by itself with code 0. `refused`: killed for a message that is not allowed. */
  readonly reason:
    | 'exit'
    | 'crash'
    | 'signal'
    | 'out-of-memory'
    | 'hang'
    | 'refused'
    | 'start-failed'
    | 'import-failed';
  readonly code: number | null;
  readonly signal: string | null;
}

export interface PluginStatus {
  /** Null when not even the manifest's id could be read; then `source` says which plugin it is. */
  readonly pluginId: string | null;
  /** As given in the options. */
  readonly source: string;
  readonly name: LocalizedText | null;
  readonly version: string | null;
  readonly capabilities: readonly Capability[];
  readonly permissions: Permissions;
  readonly state: PluginState;
  readonly pid: number | null;
  readonly startedAt: Instant | null;
  /** Unasked exits since the host started. */
  readonly restarts: number;
  readonly lastExit: PluginExit | null;
  /** When the next start is due, in `waiting` and `quarantined`. */
  readonly nextStartAt: Instant | null;
  readonly rssBytes: number | null;
  /** Of one core, since the last heartbeat: 100 is a full core. */
  readonly cpuPercent: number | null;
  /** Longest delay of its event loop since the last heartbeat. */
  readonly eventLoopDelayMs: number | null;
  /** Sessions that ended with an error that only a bug of the plugin explains. */
  readonly bugs: number;
  /** Why it is not running, or the last trouble it had. */
  readonly lastError: HadirError | null;
}
