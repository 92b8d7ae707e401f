import type { Clock } from '@hadir/core';
import type { CommandOutcome, DeviceCommand } from '../driver/command.js';
import type { FaceAnswer, FaceCall, FaceRequest } from '../driver/face-service.js';
import type { Manifest } from '../driver/manifest.js';
import type { ProbeReport } from '../driver/status.js';
import type { RunnerTimings } from '../runner/timings.js';
import type { DeviceStatus } from './device-status.js';
import type { PluginStatus } from './plugin-status.js';
import type { HostEvents, ReadingSink } from './sink.js';
import type { HostLimits, HostTimings } from './timings.js';

/** Where a plugin is: path of a manifest file, of a package folder, or the name of an installed package. */
export type PluginSource = string | PluginEntry;

export interface PluginEntry {
  readonly source: string;
  /** Settings of the plugin as a whole, checked against its manifest. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly memoryMiB?: number;
}

export interface PluginHostOptions {
  readonly plugins: readonly PluginSource[];
  readonly sink: ReadingSink;
  readonly events?: HostEvents;
  readonly clock?: Clock;
  /** Folder from which package names are resolved; default: the working directory. */
  readonly resolveFrom?: string;
  /** Parent of the private folders of plugins that ask for `storage`. Such plugins are refused without it. */
  readonly stateFolder?: string;
  readonly timings?: Partial<HostTimings>;
  readonly limits?: Partial<HostLimits>;
  /** Budgets and pauses of the sessions inside the plugins. */
  readonly sessionTimings?: Partial<RunnerTimings>;
  /** 0 ≤ x < 1, for jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** A device that a plugin is to serve. */
export interface HostDevice {
  readonly deviceId: string;
  readonly pluginId: string;
  /** IANA zone of the place where it stands. */
  readonly zone: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly name: string;
}

export interface DeviceOrder {
  /** The same for every repetition of the same order; a repeated one is not done twice while it is remembered. */
  readonly id: string;
  readonly command: DeviceCommand;
  /** Time allowed from now on. */
  readonly deadlineMs: number;
}

export interface HostStatus {
  readonly plugins: readonly PluginStatus[];
  readonly devices: readonly DeviceStatus[];
}

export type StatusChange =
  | { readonly type: 'plugin'; readonly plugin: PluginStatus }
  | { readonly type: 'device'; readonly device: DeviceStatus }
  | { readonly type: 'device-removed'; readonly deviceId: string };

/**
 * Runs plugins, each in a process of its own, and the devices in them.
 *
 * Owns the processes, from fork to the last SIGKILL. Leaves out: where devices are configured, what becomes of readings
 * after the sink took them, and storing issues. Every failure is a HadirError of `PLUGIN_ERRORS` or of the driver's own
 * table. Nothing that a plugin does can make a call of this interface hang or throw anything else.
 */
export interface PluginHost {
  /** Reads the manifests and starts all plugins at once. Resolves when each runs or has failed its first start. Never rejects for a plugin's sake. */
  start(): Promise<void>;
  /** Drains and closes every device, ends every process. Bounded in time; idempotent. */
  stop(): Promise<void>;

  /** Known plugins' manifests by id, refused ones excepted. Filled by `start`. */
  manifests(): ReadonlyMap<string, Manifest>;
  /** Starts a plugin again at once, out of back-off, quarantine or a failed load; a running one is drained first. */
  restartPlugin(pluginId: string): Promise<void>;

  /**
   * Takes a device into service; connecting goes on by itself.
   * @throws PLUGIN_UNKNOWN, PLUGIN_CONFIG_INVALID, PLUGIN_DEVICE_EXISTS
   */
  addDevice(device: HostDevice): Promise<void>;
  /** Ends its session (drain, close) and begins again with the new configuration. @throws as `addDevice`, PLUGIN_DEVICE_UNKNOWN */
  updateDevice(device: HostDevice): Promise<void>;
  /** Resolves when its session is closed. Unknown devices are fine. */
  removeDevice(deviceId: string): Promise<void>;

  /** "Test connection" with a configuration that need not belong to a device yet. */
  probe(
    pluginId: string,
    config: Readonly<Record<string, unknown>>,
    zone: string,
    signal?: AbortSignal,
  ): Promise<ProbeReport>;
  /** Looks for devices until aborted or done; they arrive through `HostEvents.discovered`. */
  discover(pluginId: string, signal: AbortSignal): Promise<void>;
  /**
   * Gives an order to a device and reports its outcome.
   * @throws PLUGIN_DEVICE_OFFLINE, PLUGIN_COMMAND_TIMEOUT, PLUGIN_COMMAND_LOST (outcome unknown: send the same id again), or the driver's error
   */
  command(
    deviceId: string,
    order: DeviceOrder,
    onProgress?: (fraction: number, note: string | null) => void,
    signal?: AbortSignal,
  ): Promise<CommandOutcome>;

  /**
   * Asks a plugin about faces. Pictures and templates pass through and are kept or logged nowhere.
   * @param budgetMs what the call may take; default `FACE_BUDGETS_MS`
   * @throws PLUGIN_UNKNOWN, PLUGIN_NOT_RUNNING (also when it ends meanwhile), PLUGIN_FACES_UNSUPPORTED,
   *   PLUGIN_FACES_INVALID, PLUGIN_PHASE_TIMEOUT, PLUGIN_CANCELLED, PLUGIN_BUG, or the driver's error
   */
  faces<Call extends FaceCall>(
    pluginId: string,
    call: Call,
    request: FaceRequest<Call>,
    signal: AbortSignal,
    budgetMs?: number,
  ): Promise<FaceAnswer<Call>>;

  status(): HostStatus;
  /** Calls back at every change of a state, detail or figure worth showing. @returns how to end it */
  onStatus(listener: (change: StatusChange) => void): () => void;
}
