import type { Clock } from '@hadir/core';
import type { ReadingSink } from '@hadir/sdk/host';
import type { KeyringHolder } from '../devices/index.js';
import type { Database } from '../store/index.js';

/** Who the phones must be speaking to. */
export interface RelyingParty {
  /** Domain of the site that people open; keys are bound to it for ever. */
  readonly rpId: string;
  /** `https://…` of the web app and `android:apk-key-hash:…` of native apps. */
  readonly origins: readonly string[];
}

/** What check-in stands on. */
export interface CheckinContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: KeyringHolder;
  readonly relyingParty: RelyingParty;
  /** Whether only phones are enrolled that prove secure hardware and a locked boot loader. */
  readonly requireAttestation: boolean;
  /** The way of all readings: journal, then event. */
  readonly readings: Pick<ReadingSink, 'append'>;
}
