import type { Clock } from '@hadir/core';
import type { CheckinContext, CheckinDesk } from '../checkin/index.js';
import type { HubConfig } from '../config/index.js';
import type { Fleet, KeyringHolder } from '../devices/index.js';
import type { EventNames } from '../events/index.js';
import type { FacePart } from '../faces/index.js';
import type { Feed } from '../feed/index.js';
import type { CodeBook } from '../issues/index.js';
import type { HubLog, HubMetrics } from '../observability/index.js';
import type { Reattribute } from '../people/index.js';
import type { Database } from '../store/index.js';
import type { GuardParts } from './guard.js';
import type { StreamRegistry } from './stream/session.js';

/** One thing that the hub needs, and whether it has it. */
export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  /** For people; null when there is nothing to say. */
  readonly detail: string | null;
}

/** `down`: the hub cannot keep what devices say. `degraded`: it can, but something needs a person. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: readonly HealthCheck[];
}

/** What the routes stand on. They own none of it. */
export interface HubServices extends GuardParts {
  readonly config: HubConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly log: HubLog;
  readonly database: Database;
  readonly feed: Feed;
  readonly eventNames: EventNames;
  readonly keyring: KeyringHolder;
  readonly codes: CodeBook;
  readonly reattribute: Reattribute;
  readonly metrics: HubMetrics;
  readonly streams: StreamRegistry;
  /** @throws HUB_FEATURE_ABSENT on a hub that does not run the plugins */
  fleet(): Fleet;
  /** The same, null instead of an error. */
  fleetOrNull(): Fleet | null;
  /** @throws HUB_FEATURE_ABSENT on a hub that does not take readings */
  checkin(): CheckinContext & { readonly desk: CheckinDesk };
  /** @throws HUB_FEATURE_ABSENT on a hub that does not take readings */
  faces(): FacePart;
  health(): Promise<HealthReport>;
}
