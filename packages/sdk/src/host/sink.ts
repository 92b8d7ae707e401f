import type { Reading } from '@hadir/core';
import type { Cursor, DeviceCandidate, EmitReceipt } from '../driver/context.js';
import type { DeviceReport, IssueReport } from '../driver/status.js';

/**
 * Where a host's readings go: the hub's journal, or whatever an embedder brings.
 *
 * `append` is the one promise everything rests on: when it resolves, the readings and the cursor survive a power cut.
 * It must be idempotent by `reading.key` per device. Left out: normalising, people, retention.
 */
export interface ReadingSink {
  append(batch: {
    readonly pluginId: string;
    readonly deviceId: string;
    readonly readings: readonly Reading[];
    readonly cursor?: Cursor;
  }): Promise<EmitReceipt>;
  loadCursor(deviceId: string): Promise<Cursor>;
}

/** What the host tells its owner. None of it may throw. */
export interface HostEvents {
  report?(deviceId: string, report: DeviceReport): void;
  raise?(source: { readonly pluginId: string; readonly deviceId?: string }, issue: IssueReport): void;
  clear?(source: { readonly pluginId: string; readonly deviceId?: string }, code: string, subject?: string): void;
  discovered?(pluginId: string, candidate: DeviceCandidate): void;
  log?(entry: {
    readonly pluginId: string;
    readonly deviceId?: string;
    readonly level: 'debug' | 'info' | 'warn' | 'error';
    readonly message: string;
    readonly fields?: Readonly<Record<string, unknown>>;
  }): void;
}
