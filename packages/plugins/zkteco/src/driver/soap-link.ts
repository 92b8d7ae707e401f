import type { DeviceContext } from '@hadir/sdk';
import type { SoapClient } from '../soap/client.js';
import type { DeviceSettings } from './device-settings.js';

/** What the other files of the SOAP part see of it. */
export interface SoapLink {
  readonly context: DeviceContext;
  readonly settings: DeviceSettings;
  readonly client: SoapClient;
  readLog(reread: boolean, signal: AbortSignal): Promise<{ readonly records: number; readonly recordsInLog: number }>;
  readUsers(signal: AbortSignal): Promise<number>;
  /** The log was erased by order: the next reading begins anew without an alarm. */
  logErased(): Promise<void>;
  /** @returns false when the terminal shows no clock */
  readClock(signal: AbortSignal): Promise<boolean>;
}
