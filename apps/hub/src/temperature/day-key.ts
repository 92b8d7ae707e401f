import { randomBytes } from 'node:crypto';
import type { Instant } from '@hadir/core';
import type { Database } from '../store/index.js';

/** The day, in UTC, whose key a reading that comes now is sealed with. */
export function keyDayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

export interface DayKey {
  readonly day: string;
  readonly bytes: Buffer;
}

/** Gives today's key, made and committed before anything is sealed with it. Keeps the newest one only. */
export function dayKeys(database: Database): (day: string) => Promise<DayKey> {
  let known: DayKey | null = null;
  return async (day) => {
    if (known?.day === day) return known;
    await database.pool.query('insert into temperature_key (day, key) values ($1, $2) on conflict do nothing', [
      day,
      randomBytes(32),
    ]);
    const { rows } = await database.pool.query<{ key: Buffer }>('select key from temperature_key where day = $1', [
      day,
    ]);
    const [row] = rows;
    // Purged between the two statements: only a day long past can be.
    if (row === undefined) throw new RangeError(`the key of ${day} is gone`);
    known = { day, bytes: row.key };
    return known;
  };
}
