/**
 * What one HTTP client may cost us. Devices speak plain HTTP from networks we do not control, so every figure is a
 * ceiling on memory or time, never on how much a device may deliver: bodies of rows are worked off as they arrive.
 */
export interface AdmsLimits {
  /** Connections at once, all devices together. */
  readonly maxConnections: number;
  /** Connections at once from one address; terminals behind one NAT router share it. */
  readonly maxConnectionsPerAddress: number;
  readonly headersTimeoutMs: number;
  /** For a whole request, including the time in which we make its rows durable. */
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** Silence in the middle of a body. */
  readonly bodyIdleMs: number;
  /** Slowest body that is borne after the first `bodyIdleMs`: 1 KiB/s is a bad GPRS line. */
  readonly minBytesPerSecond: number;
  /** Rows of one body that are held at once before they are made durable. */
  readonly maxRowsHeld: number;
  /** Bytes of a body that are held at once, and the longest single row. */
  readonly maxBytesHeld: number;
  /** A body longer than this is cut off. A full terminal (a million punches) needs 50 MiB. */
  readonly maxBodyBytes: number;
}

export const ADMS_LIMITS: AdmsLimits = {
  maxConnections: 1024,
  maxConnectionsPerAddress: 128,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 300_000,
  keepAliveTimeoutMs: 30_000,
  bodyIdleMs: 20_000,
  minBytesPerSecond: 1024,
  maxRowsHeld: 2000,
  maxBytesHeld: 1024 * 1024,
  maxBodyBytes: 64 * 1024 * 1024,
};
