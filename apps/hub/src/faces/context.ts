import type { Clock } from '@hadir/core';
import type { PluginHost, ReadingSink } from '@hadir/sdk/host';
import type { KeyringHolder } from '../devices/index.js';
import type { HubLog } from '../observability/index.js';
import type { Reattribute } from '../people/index.js';
import type { Database } from '../store/index.js';
import type { FaceSettings } from './settings.js';

/** What the faces part stands on. */
export interface FaceContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: KeyringHolder;
  /** In which "today" is meant. */
  readonly zone: string;
  readonly settings: FaceSettings;
  readonly log: HubLog;
  /** The way of all readings: journal, then event. */
  readonly readings: Pick<ReadingSink, 'append'>;
  readonly reattribute: Reattribute;
  /** Null while another hub runs the plugins. */
  readonly hostOrNull: () => PluginHost | null;
  /** @throws HUB_FEATURE_ABSENT */
  readonly host: () => PluginHost;
}

export function today({ clock, zone }: Pick<FaceContext, 'clock' | 'zone'>): string {
  // The Swedish form of a date is ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(clock.now());
}
