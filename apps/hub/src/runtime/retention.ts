import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import type { HubLog } from '../observability/index.js';
import type { Database } from '../store/index.js';
import { purgeTemperatures } from '../temperature/index.js';

const EVERY_MS = 6 * 3_600_000;
const FIRST_MS = 60_000;
const DAY_MS = 86_400_000;

/** Removes what has served its time: temperatures, old visits, outcomes of commands, cleared issues. Never journal, events or audit. */
export function startRetention(options: {
  readonly database: Database;
  readonly settings: HubConfig['retention'];
  readonly clock: Clock;
  readonly log: HubLog;
}): () => void {
  const tidy = (): void => {
    void purge(options);
    removeOld(options).catch((error: unknown) =>
      options.log.warn({ err: error }, 'old rows were not removed; trying later'),
    );
  };
  const first = setTimeout(tidy, FIRST_MS);
  const timer = setInterval(tidy, EVERY_MS);
  first.unref();
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/** By itself: what else cannot be removed must not keep health data. */
async function purge({ database, settings, clock, log }: Parameters<typeof startRetention>[0]): Promise<void> {
  try {
    const purged = await purgeTemperatures(database, clock.now(), settings.temperatureDays);
    if (purged.readings > 0 || purged.days > 0) log.info(purged, 'temperatures were purged');
  } catch (error) {
    log.warn({ err: error }, 'temperatures were not purged; trying later');
  }
}

async function removeOld(options: {
  readonly database: Database;
  readonly settings: HubConfig['retention'];
  readonly clock: Clock;
}): Promise<void> {
  const { database, settings, clock } = options;
  const before = (days: number): Date => new Date(clock.now() - days * DAY_MS);
  await database.kysely.deleteFrom('device_command').where('finished_at', '<', before(settings.commandDays)).execute();
  await database.pool.query('delete from visit where from_at < $1', [before(settings.visitDays)]);
  await database.kysely.deleteFrom('issue').where('cleared_at', '<', before(settings.clearedIssueDays)).execute();
}
