import type { Clock } from '@hadir/core';
import { createAuthenticator, createFailureLimit, createTicketOffice } from '../auth/index.js';
import type { HubConfig } from '../config/index.js';
import { deriveSecret, type Fleet } from '../devices/index.js';
import { createEventNames } from '../events/index.js';
import type { FacePart } from '../faces/index.js';
import { createFeed } from '../feed/index.js';
import { createStreamRegistry, type HealthReport, type HubServices, httpError } from '../http/index.js';
import { countOpenIssues, createCodeBook } from '../issues/index.js';
import { reattribute } from '../normalise/index.js';
import { createMetrics, type HubLog, sdkLogger } from '../observability/index.js';
import type { BatchQueue } from '../queue/index.js';
import type { Database } from '../store/index.js';
import { HUB_VERSION } from '../version.js';
import type { CheckinPart } from './checkin.js';
import { ERROR_TABLES } from './error-tables.js';
import type { Teardown } from './teardown.js';
import { temperatureFigures } from './temperature-figures.js';

/** What the HTTP routes work with. */
export function createServices(parts: {
  readonly config: HubConfig;
  readonly context: { readonly log: HubLog; readonly clock: Clock; readonly teardown: Teardown };
  readonly database: Database;
  readonly queue: BatchQueue;
  readonly keyring: HubServices['keyring'];
  readonly fleet: () => Fleet | null;
  readonly health: () => Promise<HealthReport>;
  readonly readings: { readonly appended: number; readonly known: number };
  readonly checkin: CheckinPart | null;
  readonly faces: FacePart | null;
}): HubServices {
  const { config, database, queue, keyring, fleet, readings } = parts;
  const { log, clock, teardown } = parts.context;
  const feed = createFeed(database, { log: sdkLogger(log.child({ part: 'feed' })) });
  teardown.add('feed', () => feed.close());
  const streams = createStreamRegistry(config.limits.streams);
  const metrics = createMetrics({
    readings: () => readings,
    async openBatches() {
      const stats = await queue.stats();
      return { count: stats.openBatches, oldestMs: stats.oldestOpenAgeMs ?? 0 };
    },
    queueDepth: async () => (await queue.stats()).waiting,
    deviceStates: () => countBy(fleet()?.host.status().devices ?? []),
    plugins: () =>
      (fleet()?.host.status().plugins ?? []).map((plugin) => ({
        id: plugin.pluginId ?? plugin.source,
        up: plugin.state === 'running',
        restarts: plugin.restarts,
        rssBytes: plugin.rssBytes,
      })),
    streams: streams.count,
    openIssues: () => countOpenIssues(database),
    temperatures: () => temperatureFigures(config, database, clock),
  });
  teardown.add('metrics', async () => metrics.stop());
  return {
    config,
    version: HUB_VERSION,
    clock,
    log,
    database,
    feed,
    eventNames: createEventNames(database, clock),
    keyring,
    codes: createCodeBook(ERROR_TABLES, () => fleet()?.host.manifests() ?? new Map()),
    reattribute: ({ deviceId, deviceUserId }) => reattribute(database, deviceId, deviceUserId),
    metrics,
    streams,
    authenticator: createAuthenticator(database, clock),
    failures: createFailureLimit({ perMinute: config.limits.failedLoginsPerMinute, clock }),
    tickets: createTicketOffice({ secret: deriveSecret(keyring.current(), 'stream tickets'), clock }),
    fleet() {
      const present = fleet();
      if (!present) throw httpError('HUB_FEATURE_ABSENT', { feature: 'plugins' });
      return present;
    },
    fleetOrNull: fleet,
    checkin() {
      if (!parts.checkin) throw httpError('HUB_FEATURE_ABSENT', { feature: 'checkin' });
      return parts.checkin;
    },
    faces() {
      if (!parts.faces) throw httpError('HUB_FEATURE_ABSENT', { feature: 'faces' });
      return parts.faces;
    },
    health: parts.health,
  };
}

function countBy(devices: readonly { readonly state: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { state } of devices) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
