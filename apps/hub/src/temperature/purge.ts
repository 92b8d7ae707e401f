import { type Instant, instant } from '@hadir/core';
import { sql } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database } from '../store/index.js';
import { keyDayOf } from './day-key.js';

const DAY_MS = 86_400_000;
const ACTION = 'temperature.purge';

export interface PurgeReport {
  /** Everything that came before this day (UTC) is gone. */
  readonly before: string;
  readonly readings: number;
  /** Days whose temperatures in the journal can be read by nobody any more. */
  readonly days: number;
}

/**
 * Deletes temperatures that have served their time, what became of them, and the keys under which the journal holds them;
 * all or nothing. What was purged is written into the audit record.
 */
export async function purgeTemperatures(database: Database, now: Instant, keepDays: number): Promise<PurgeReport> {
  const before = firstKeptDay(now, keepDays);
  return database.kysely.transaction().execute(async (trx) => {
    // Keys first: a batch under way holds its key in share mode, so its rows are seen by the statement after this one.
    const keys = await trx.deleteFrom('temperature_key').where('day', '<', before).executeTakeFirst();
    // Outcomes go with their readings.
    const readings = await trx.deleteFrom('temperature_reading').where('key_day', '<', before).executeTakeFirst();
    await sql`delete from temperature_entry where entered_at < ${`${before}T00:00:00Z`}::timestamptz`.execute(trx);
    const report = { before, readings: Number(readings.numDeletedRows), days: Number(keys.numDeletedRows) };
    if (report.readings > 0 || report.days > 0) {
      await writeAudit(trx, { actor: 'hadir', action: ACTION, subject: before, details: { ...report } });
    }
    return report;
  });
}

/** What is kept, and what was purged. */
export interface RetentionReport {
  readonly keepDays: number;
  readonly readings: number;
  /** The oldest day (UTC) of which something is kept. */
  readonly oldestDay: string | null;
  /** True when something is kept that should be gone, more than a day late. */
  readonly overdue: boolean;
  /** Newest first. */
  readonly purges: readonly (PurgeReport & { readonly at: Date })[];
  /** Of all purges together. */
  readonly purgedReadings: number;
}

const SHOWN_PURGES = 30;

export async function reportRetention(database: Database, now: Instant, keepDays: number): Promise<RetentionReport> {
  const [kept, purges, sum] = await Promise.all([
    database.pool.query<{ readings: number; oldest: string | null }>(
      `select (select count(*) from temperature_reading) as readings,
         least((select min(day) from temperature_key), (select min(key_day) from temperature_reading)) as oldest`,
    ),
    database.pool.query<{ at: Date; details: PurgeReport }>(
      'select at, details from audit_entry where action = $1 order by id desc limit $2',
      [ACTION, SHOWN_PURGES],
    ),
    database.pool.query<{ readings: number }>(
      `select coalesce(sum((details->>'readings')::int8), 0)::int8 as readings from audit_entry where action = $1`,
      [ACTION],
    ),
  ]);
  const { readings = 0, oldest = null } = kept.rows[0] ?? {};
  return {
    keepDays,
    readings,
    oldestDay: oldest,
    overdue: oldest !== null && oldest < firstKeptDay(instant(now - DAY_MS), keepDays),
    purges: purges.rows.map(({ at, details: { before, readings: gone, days } }) => ({
      at,
      before,
      readings: gone,
      days,
    })),
    purgedReadings: sum.rows[0]?.readings ?? 0,
  };
}

function firstKeptDay(now: Instant, keepDays: number): string {
  return keyDayOf(instant(now - keepDays * DAY_MS));
}
