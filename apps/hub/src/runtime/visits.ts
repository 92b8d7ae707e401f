import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import { type HubLog, sdkLogger } from '../observability/index.js';
import type { Database } from '../store/index.js';
import { mergeRules, startVisitEngine } from '../visits/index.js';
import type { Teardown } from './teardown.js';

/**
 * Visits are computed by every hub that works; with the `api` role only shown.
 * @throws VISIT_POLICY_INVALID, TEMPERATURE_POLICY_INVALID when the settings contradict each other
 */
export function startVisits(
  config: HubConfig,
  parts: { readonly database: Database; readonly clock: Clock; readonly log: HubLog },
  teardown: Teardown,
): void {
  const { visits, temperature, retention } = config;
  const rules = { visits, temperature };
  mergeRules(rules);
  if (config.role === 'api') return;
  const context = { database: parts.database, clock: parts.clock, rules, keepDays: retention.visitDays };
  const stop = startVisitEngine({ context, log: sdkLogger(parts.log.child({ part: 'visits' })) });
  teardown.add('visits', stop);
}
