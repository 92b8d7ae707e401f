import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import type { HubLog } from '../observability/index.js';
import type { Database } from '../store/index.js';

const EVERY_MS = 6 * 3_600_000;
const FIRST_MS = 60_000;
const DAY_MS = 86_400_000;

/** Removes what has served its time: outcomes of commands and cleared issues. Never journal, events or audit. */
export function startRetention(options: {
  readonly database: Database;
  readonly settings: HubConfig['retention'];
  readonly clock: Clock;
  readonly log: HubLog;
}): () => void {
  const tidy = (): void => {
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

async function removeOld(options: {
  readonly database: Database;
  readonly settings: HubConfig['retention'];
  readonly clock: Clock;
}): Promise<void> {
  const { database, settings, clock } = options;
  const before = (days: number): Date => new Date(clock.now() - days * DAY_MS);
  await database.kysely.deleteFrom('device_command').where('finished_at', '<', before(settings.commandDays)).execute();
  await database.kysely.deleteFrom('issue').where('cleared_at', '<', before(settings.clearedIssueDays)).execute();
}
