import type { DeviceContext, DeviceInfo, ProbeContext } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';

/** A thermometer that answers. Errors are coded and not yet sorted into kinds. */
export interface Line {
  readonly info: DeviceInfo;
  /** Stays until the signal aborts; rejects when the line breaks or falls silent. */
  stream(sink: LineSink, signal: AbortSignal): Promise<void>;
  /** Waits for a sign that measuring works, without changing anything; null when the device speaks only when used. */
  proof(signal: AbortSignal): Promise<string | null>;
  close(): Promise<void>;
}

/** Where a line puts what it heard. */
export type LineSink = Pick<DeviceContext, 'clock' | 'log' | 'emit' | 'report' | 'raise' | 'clear'>;

/** One way of reaching thermometers. */
export type OpenLine = (config: DeviceConfig, context: ProbeContext & { readonly deviceId?: string }) => Promise<Line>;
