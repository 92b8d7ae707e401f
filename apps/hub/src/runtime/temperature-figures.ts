import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import type { HealthCheck } from '../http/index.js';
import type { Database } from '../store/index.js';
import { reportRetention } from '../temperature/index.js';
import { countStates } from '../visits/index.js';

/** For metrics: how many, never whose. */
export async function temperatureFigures(config: HubConfig, database: Database, clock: Clock) {
  const [report, states] = await Promise.all([
    reportRetention(database, clock.now(), config.retention.temperatureDays),
    countStates(database.pool),
  ]);
  return { kept: report.readings, purged: report.purgedReadings, states };
}

/** Not well when health data is kept longer than it may be. */
export async function checkTemperatures(parts: {
  readonly config: HubConfig;
  readonly database: Database;
  readonly clock: Clock;
}): Promise<HealthCheck[]> {
  const { config, database, clock } = parts;
  const report = await reportRetention(database, clock.now(), config.retention.temperatureDays).catch(() => null);
  if (report === null) return [{ name: 'temperatures', ok: false, detail: 'no answer' }];
  const [last] = report.purges;
  const purged = last === undefined ? 'none purged yet' : `last purge of ${last.readings} up to ${last.before}`;
  const oldest = report.oldestDay === null ? 'none kept' : `oldest of ${report.oldestDay}`;
  return [{ name: 'temperatures', ok: !report.overdue, detail: `${report.keepDays} days, ${oldest}, ${purged}` }];
}
