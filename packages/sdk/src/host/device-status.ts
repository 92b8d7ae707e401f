import type { HadirError, Instant } from '@hadir/core';
import type { DeviceDetail, DeviceInfo, DeviceState } from '../driver/status.js';

/**
 * One device as it stands. `state` follows from the age of real traffic and from the session, never from hope:
 * `online` needs both an open session and traffic that is young enough; once `offline`, only traffic brings it back.
 */
export interface DeviceStatus {
  readonly deviceId: string;
  readonly pluginId: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly detail: DeviceDetail;
  /** Since when `state` and `detail` are what they are. */
  readonly since: Instant;
  readonly lastTrafficAt: Instant | null;
  readonly info: DeviceInfo | null;
  /** Device clock minus host clock, as last measured. */
  readonly clockOffsetMs: number | null;
  /** All that the device stored until its last sign of life has been told; false also while it is not connected. */
  readonly caughtUp: boolean;
  readonly backfill: { readonly received: number; readonly total: number | null } | null;
  /** Readings since the host started. */
  readonly appended: number;
  readonly known: number;
  readonly lastError: { readonly error: HadirError; readonly at: Instant } | null;
  /** When the next attempt to connect is due, while one is waited for. */
  readonly retryAt: Instant | null;
}
