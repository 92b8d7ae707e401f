import type { Static, TSchema } from 'typebox';
import type { CommandContext, CommandOutcome, DeviceCommand } from './command.js';
import type { DeviceContext, PluginContext, ProbeContext } from './context.js';
import type { FaceService } from './face-service.js';
import type { Manifest } from './manifest.js';
import type { ProbeReport } from './status.js';

/**
 * One device, open. Owned by the host, which calls in this order:
 * `open → backfill? → stream? → drain? → close`; `command` at any time between open and close, one at a time.
 * Every call has a time budget (`TIME_BUDGETS_MS`); when it is over, the signal aborts and the session is dropped.
 *
 * Left out on purpose: people, shifts, units, the database. A session knows device users and device time only.
 */
export interface DeviceSession {
  /** Reads what the device stored, from the context's cursor on. Resolves when caught up. */
  backfill?(signal: AbortSignal): Promise<void>;
  /** Without `stream`, the pause before `backfill` is called again; default `DEFAULT_POLL_MS`. */
  readonly pollEveryMs?: number;
  /**
   * Stays until the signal aborts (resolve) or the line breaks (throw a DeviceFailure). A driver that keeps a line open
   * must notice itself that it is dead and report `traffic` at every sign of life: the state of the device follows from it.
   */
  stream?(signal: AbortSignal): Promise<void>;
  command?(command: DeviceCommand, context: CommandContext): Promise<CommandOutcome>;
  /** Finishes what is under way without starting anything new. */
  drain?(signal: AbortSignal): Promise<void>;
  /** Releases everything. Idempotent, never throws for a line already broken. */
  close(): Promise<void>;
}

/** What the plugin holds for all its devices: listeners, radios, brokers. */
export interface PluginSession {
  /** Looks for devices until aborted; reports through `PluginContext.discovered`. */
  discover?(signal: AbortSignal): Promise<void>;
  /** What the hub may ask of a plugin that recognises faces or whose terminals do. */
  readonly faces?: FaceService;
  close(): Promise<void>;
}

export interface DriverDefinition<Config extends TSchema, Settings extends TSchema, Shared extends PluginSession> {
  readonly manifest: Omit<Manifest, 'config' | 'settings'>;
  /** One device's configuration. */
  readonly config: Config;
  /** The plugin's own settings. */
  readonly settings: Settings;
  /** Opens what all devices share. Called once, before any device. */
  start(context: PluginContext, settings: Static<Settings>): Promise<Shared>;
  /** "Test connection": climbs as far as it can and says where it stopped. Emits nothing, changes nothing on the device. */
  probe(context: ProbeContext, config: Static<Config>, shared: Shared): Promise<ProbeReport>;
  open(context: DeviceContext, config: Static<Config>, shared: Shared): Promise<DeviceSession>;
}

/** A driver as the host sees it; made by `defineDriver` and default-exported by the plugin's entry. */
export type Driver = DriverDefinition<TSchema, TSchema, PluginSession>;

/** Checks the shape at the type level and freezes it. The manifest file is generated from the result. */
export function defineDriver<Config extends TSchema, Settings extends TSchema, Shared extends PluginSession>(
  definition: DriverDefinition<Config, Settings, Shared>,
): Driver {
  return Object.freeze(definition) as unknown as Driver;
}

/** The time that each phase may take, in ms. `backfill` is bounded by silence instead: no traffic, progress or batch for this long. */
export const TIME_BUDGETS_MS = {
  start: 15_000,
  probe: 60_000,
  open: 30_000,
  backfillSilence: 120_000,
  drain: 10_000,
  close: 5_000,
} as const;

export const DEFAULT_POLL_MS = 60_000;
