import type { Clock, Reading } from '@hadir/core';
import type { DeviceReport, IssueReport } from './status.js';

/** JSON that the driver keeps with the host to know where to go on; stored in the same commit as the readings. ≤ 8 KiB. */
export type Cursor = null | boolean | number | string | readonly Cursor[] | { readonly [key: string]: Cursor };

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface EmitBatch {
  /** At most `MAX_BATCH_READINGS`, and `MAX_BATCH_BYTES` on the way to the host. Order is the device's order. */
  readonly readings: readonly Reading[];
  /** Stored in the same commit; what `DeviceContext.cursor` gives at the next open. */
  readonly cursor?: Cursor;
}

export const MAX_BATCH_READINGS = 5000;
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
export const MAX_CURSOR_BYTES = 8 * 1024;

export interface EmitReceipt {
  /** Readings that are now in the journal and were not before. */
  readonly appended: number;
  /** Readings that the journal already held. */
  readonly known: number;
}

/** What a driver has at hand while it tests a connection. */
export type ProbeContext = Pick<DeviceContext, 'signal' | 'zone' | 'clock' | 'log'>;

/** What the host gives to one device's session. */
export interface DeviceContext {
  readonly deviceId: string;
  /** IANA zone of the place where the device stands. */
  readonly zone: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** Aborted when the session must end; every wait must listen to it. */
  readonly signal: AbortSignal;
  /** The last cursor stored, null at the first open. */
  readonly cursor: Cursor;
  /**
   * Hands readings to the host. Resolves when they are durable; only then may the device be told "OK".
   * Backpressure: at most four batches of a device wait at once, a fifth call waits its turn.
   * Batches of a device are stored in the order of the calls.
   * Rejects when they could not be made durable; then nothing of the batch counts as taken, batches that wait behind it
   * are refused too, and the session ends so that the next one goes on from the stored cursor.
   */
  emit(batch: EmitBatch): Promise<EmitReceipt>;
  report(report: DeviceReport): void;
  raise(issue: IssueReport): void;
  clear(code: string, subject?: string): void;
}

/** A device that was seen but is not configured. It goes to the inbox and nothing it says is believed until adopted. */
export interface DeviceCandidate {
  /** Stable: the vendor's serial number, else MAC. Never an IP address. */
  readonly key: string;
  readonly name: string;
  /** Configuration to start from when adopted. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly info?: Readonly<Record<string, string | number>>;
}

/** What the host gives to the plugin as a whole. */
export interface PluginContext {
  readonly log: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Private folder when the manifest asks for `storage`, else null. */
  readonly storageFolder: string | null;
  discovered(candidate: DeviceCandidate): void;
  raise(issue: IssueReport): void;
  clear(code: string, subject?: string): void;
}
