import type { DayResult } from '@hadir/core';
import type { PoolClient } from 'pg';
import { scaledPoints } from './stored-result.js';

/** A computed day on its way into the store. */
export interface Computed {
  readonly personId: string;
  readonly unitId: string | null;
  readonly profile: string;
  readonly schedule: string | null;
  readonly rules: readonly string[];
  readonly result: DayResult;
  readonly fingerprint: Buffer;
  readonly recheckAt: Date | null;
}

/** Writes results over those that were there. One statement, whatever the number. */
export async function writeResults(client: PoolClient, computed: readonly Computed[], computedAt: Date): Promise<void> {
  if (computed.length === 0) return;
  const of = <Value>(value: (one: Computed) => Value): Value[] => computed.map(value);
  await client.query({
    name: 'result-write',
    text: `insert into day_result (person_id, workday, unit_id, status, is_working_day, in_wall, out_wall, late_minutes,
        early_minutes, short_minutes, points, missing, flags, charges, trace, profile, schedule, rules, fingerprint,
        computed_at, recheck_at)
      select n.person_id, n.workday, n.unit_id, n.status, n.is_working_day, n.in_wall, n.out_wall, n.late, n.early, n.short,
        n.points, string_to_array(n.missing, ','), string_to_array(n.flags, ','), n.charges, n.trace, n.profile, n.schedule,
        string_to_array(n.rules, ',')::uuid[], n.fingerprint, $20::timestamptz, n.recheck_at
      from unnest($1::uuid[], $2::date[], $3::uuid[], $4::text[], $5::bool[], $6::text[], $7::text[], $8::int[], $9::int[],
        $10::int[], $11::int[], $12::text[], $13::text[], $14::json[], $15::json[], $16::text[], $17::text[], $18::text[],
        $19::bytea[], $21::timestamptz[]) as n (person_id, workday, unit_id, status, is_working_day, in_wall, out_wall,
        late, early, short, points, missing, flags, charges, trace, profile, schedule, rules, fingerprint, recheck_at)
      on conflict (person_id, workday) do update set unit_id = excluded.unit_id, status = excluded.status,
        is_working_day = excluded.is_working_day, in_wall = excluded.in_wall, out_wall = excluded.out_wall,
        late_minutes = excluded.late_minutes, early_minutes = excluded.early_minutes,
        short_minutes = excluded.short_minutes, points = excluded.points, missing = excluded.missing,
        flags = excluded.flags, charges = excluded.charges, trace = excluded.trace, profile = excluded.profile,
        schedule = excluded.schedule, rules = excluded.rules, fingerprint = excluded.fingerprint,
        computed_at = excluded.computed_at, recheck_at = excluded.recheck_at`,
    values: [
      of((one) => one.personId),
      of((one) => one.result.date),
      of((one) => one.unitId),
      of((one) => one.result.status),
      of((one) => one.result.isWorkingDay),
      of((one) => one.result.in),
      of((one) => one.result.out),
      of((one) => one.result.lateMinutes),
      of((one) => one.result.earlyMinutes),
      of((one) => one.result.shortMinutes),
      of((one) => scaledPoints(one.result.points)),
      of((one) => one.result.missing.join(',')),
      of((one) => one.result.flags.join(',')),
      of((one) => JSON.stringify(one.result.charges)),
      of((one) => JSON.stringify(one.result.trace)),
      of((one) => one.profile),
      of((one) => one.schedule),
      of((one) => one.rules.join(',')),
      of((one) => one.fingerprint),
      computedAt,
      of((one) => one.recheckAt),
    ],
  });
}

/** Moves when a day is looked at again, where nothing else changed. */
export async function writeRechecks(
  client: PoolClient,
  days: readonly { readonly personId: string; readonly date: string; readonly recheckAt: Date | null }[],
): Promise<void> {
  if (days.length === 0) return;
  await client.query(
    `update day_result r set recheck_at = n.recheck_at
     from unnest($1::uuid[], $2::date[], $3::timestamptz[]) as n (person_id, workday, recheck_at)
     where r.person_id = n.person_id and r.workday = n.workday`,
    [days.map((day) => day.personId), days.map((day) => day.date), days.map((day) => day.recheckAt)],
  );
}
