import { type Instant, instant } from '@hadir/core';
import { writeAudit } from '../audit/index.js';
import type { Database } from '../store/index.js';
import { keyDayOf } from './day-key.js';

const DAY_MS = 86_400_000;

/** Days for which temperatures are kept. */
export const TEMPERATURE_DAYS = 14;

export interface PurgeReport {
  /** Everything that came before this day (UTC) is gone. */
  readonly before: string;
  readonly readings: number;
  /** Days whose temperatures in the journal can be read by nobody any more. */
  readonly days: number;
}

/**
 * Deletes temperatures that have served their time, and the keys under which the journal holds them; both or neither.
 * What was purged is written into the audit record.
 */
export async function purgeTemperatures(database: Database, now: Instant, keepDays: number): Promise<PurgeReport> {
  const before = keyDayOf(instant(now - keepDays * DAY_MS));
  return database.kysely.transaction().execute(async (trx) => {
    // Keys first: a batch under way holds its key in share mode, so its rows are seen by the statement after this one.
    const keys = await trx.deleteFrom('temperature_key').where('day', '<', before).executeTakeFirst();
    const readings = await trx.deleteFrom('temperature_reading').where('key_day', '<', before).executeTakeFirst();
    const report = { before, readings: Number(readings.numDeletedRows), days: Number(keys.numDeletedRows) };
    if (report.readings > 0 || report.days > 0) {
      await writeAudit(trx, { actor: 'hadir', action: 'temperature.purge', subject: before, details: { ...report } });
    }
    return report;
  });
}
