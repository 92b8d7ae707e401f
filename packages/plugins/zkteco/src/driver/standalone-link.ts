import type { DeviceContext } from '@hadir/sdk';
import type { StandaloneSession } from '../standalone/index.js';
import type { DeviceSettings, PullSettings } from './device-settings.js';

/** What the other files of this part see of it. */
export interface StandaloneLink {
  readonly context: DeviceContext;
  readonly session: StandaloneSession;
  readonly settings: DeviceSettings;
  readonly pull: PullSettings;
  readLog(reread: boolean, signal: AbortSignal): Promise<{ readonly records: number; readonly recordsInLog: number }>;
  /** The log was erased by order: the next reading begins anew without an alarm. */
  logErased(): Promise<void>;
  /** Reads the users, makes them known, and remembers who is in which slot. @returns how many */
  readUsers(signal: AbortSignal): Promise<number>;
  readClock(signal: AbortSignal): Promise<{ readonly wall: string; readonly offsetMs: number | null }>;
}
