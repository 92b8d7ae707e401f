/** Every wait of the host, in ms. Tests make them short; an operator never needs to. */
export interface HostTimings {
  /** A plugin process says that it lives this often. */
  readonly heartbeatMs: number;
  /** That many heartbeats missed: the process hangs and is killed. */
  readonly missedHeartbeats: number;
  /** From fork to the first message of the process. */
  readonly handshakeMs: number;
  /** Loading the plugin's code. */
  readonly importMs: number;
  /** Wait before the first restart; doubles up to `restartMaxMs`. */
  readonly restartBaseMs: number;
  readonly restartMaxMs: number;
  /** That many exits within `quarantineWindowMs` put the plugin in quarantine. */
  readonly quarantineExits: number;
  readonly quarantineWindowMs: number;
  /** In quarantine one try is made this often, for ever. */
  readonly halfOpenMs: number;
  /** A process that lives this long has a clean sheet again. */
  readonly calmMs: number;
  /** How often a plugin that could not be loaded is looked at for a changed file. */
  readonly fileCheckMs: number;
  /** At stop: time for `drain` and `close` of all devices, then SIGTERM, then SIGKILL. */
  readonly stopMs: number;
  readonly termMs: number;
  /** How often states are derived again from the age of traffic. */
  readonly statusMs: number;
  /** A device is silent when nothing was heard from it for this long (or twice what its driver announced). */
  readonly silentAfterMs: number;
}

export const DEFAULT_TIMINGS: HostTimings = Object.freeze({
  heartbeatMs: 5_000,
  missedHeartbeats: 3,
  handshakeMs: 15_000,
  importMs: 20_000,
  restartBaseMs: 1_000,
  restartMaxMs: 60_000,
  quarantineExits: 5,
  quarantineWindowMs: 10 * 60_000,
  halfOpenMs: 15 * 60_000,
  calmMs: 10 * 60_000,
  fileCheckMs: 5_000,
  stopMs: 15_000,
  termMs: 2_000,
  statusMs: 1_000,
  silentAfterMs: 120_000,
});

/** What one plugin may use of the host. */
export interface HostLimits {
  /** Heap of the plugin's process (`--max-old-space-size`). */
  readonly memoryMiB: number;
  /** The longest message accepted from a plugin. A longer one ends its process before it is read. */
  readonly messageBytes: number;
  /** Batches of one device that wait for the sink at once. */
  readonly pendingBatches: number;
  /** Bytes of all batches of one plugin that wait for the sink at once. */
  readonly pendingBytes: number;
  /** Log lines per second and plugin; what is above is counted and dropped. */
  readonly logLinesPerSecond: number;
  /** Reports, issues and discoveries per second and plugin. */
  readonly noticesPerSecond: number;
}

export const DEFAULT_LIMITS: HostLimits = Object.freeze({
  memoryMiB: 256,
  messageBytes: 16 * 1024 * 1024,
  pendingBatches: 4,
  pendingBytes: 32 * 1024 * 1024,
  logLinesPerSecond: 50,
  noticesPerSecond: 500,
});
