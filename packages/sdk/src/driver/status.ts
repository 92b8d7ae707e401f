import type { LocalizedText } from '@hadir/core';

/** Where a device stands. The host derives `online`/`offline` from the age of real traffic; drivers report traffic, not states. */
export const DEVICE_STATES = ['new', 'connecting', 'online', 'offline', 'stopped'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

export const DEVICE_DETAILS = [
  'none',
  'backfilling',
  'clock-skew',
  'log-nearly-full',
  'unreachable',
  'auth',
  'protocol',
  'unsupported',
  'silent',
  'not-stored',
  'plugin-error',
  'plugin-down',
] as const;
export type DeviceDetail = (typeof DEVICE_DETAILS)[number];

/** Facts about the hardware, as it states them. */
export interface DeviceInfo {
  readonly serialNumber?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly platform?: string;
  readonly vendor?: string;
  readonly macAddress?: string;
  readonly userCount?: number;
  readonly recordCount?: number;
  readonly recordCapacity?: number;
}

/** What a driver may report at any time; each is a fact with no opinion. */
export type DeviceReport =
  /** The device was heard. `nextWithinMs` announces when it will be heard again at the latest, when that is rarer than usual. */
  | { readonly type: 'traffic'; readonly nextWithinMs?: number }
  | { readonly type: 'info'; readonly info: DeviceInfo }
  | { readonly type: 'clock'; readonly offsetMs: number }
  /**
   * Whether all that the device kept while nobody listened is told. For devices that send it by themselves; elsewhere it
   * follows from `backfill`. A day is not judged on a device that may still hold a scan.
   */
  | { readonly type: 'caught-up'; readonly yes: boolean }
  | { readonly type: 'progress'; readonly what: 'backfill'; readonly received: number; readonly total: number | null };

/** Something an operator should know about. Equal `code` + `subject` is the same issue; `clear` ends it. */
export interface IssueReport {
  readonly code: string;
  readonly subject?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** Texts for the operator. The host fills it from the manifest's `errors` when it is left out. */
  readonly texts?: { readonly message: LocalizedText; readonly remedy: LocalizedText };
}

/** One rung of `hadir device test`. */
export interface ProbeStep {
  readonly step: 'reachable' | 'session' | 'authorised' | 'identified' | 'clock' | 'records-on-device' | 'read';
  readonly ok: boolean;
  readonly detail?: string;
  /** Error code when not ok. */
  readonly code?: string;
}

export interface ProbeReport {
  readonly steps: readonly ProbeStep[];
  readonly info?: DeviceInfo;
  readonly clockOffsetMs?: number;
  readonly recordsOnDevice?: number;
}
