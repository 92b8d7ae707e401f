import type { DayResult } from '@hadir/core';
import { unitsBelow } from '../../store/index.js';
import type { ResultContext } from '../context.js';
import { resultError } from '../errors.js';
import { DAY_COLUMNS, type DayRow, dayResultOf } from './stored-result.js';

export interface StoredDay {
  readonly personId: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly result: DayResult;
  readonly computedAt: Date;
}

export interface DayFilter {
  readonly from: string;
  readonly to: string;
  readonly personId?: string;
  /** The unit and everything below it. */
  readonly unitId?: string;
  readonly after?: { readonly date: string; readonly personId: string };
  readonly limit: number;
}

type Row = DayRow & { readonly name: string };

const storedDay = (row: Row): StoredDay => ({
  personId: row.person_id,
  name: row.name,
  unitId: row.unit_id,
  result: dayResultOf(row),
  computedAt: row.computed_at,
});

/** By day and person; one more than `limit` when there are more. */
export async function listDays({ database }: ResultContext, filter: DayFilter): Promise<readonly StoredDay[]> {
  const { rows } = await database.pool.query<Row>(
    `with recursive ${unitsBelow('$4')}
     select ${DAY_COLUMNS}, p.name from day_result r join person p on p.id = r.person_id
     where r.workday between $1 and $2 and ($3::uuid is null or r.person_id = $3)
       and ($4::uuid is null or r.unit_id in (select id from below))
       and ($5::date is null or (r.workday, r.person_id) > ($5, $6::uuid))
     order by r.workday, r.person_id limit $7`,
    [
      filter.from,
      filter.to,
      filter.personId ?? null,
      filter.unitId ?? null,
      filter.after?.date ?? null,
      filter.after?.personId ?? null,
      filter.limit + 1,
    ],
  );
  return rows.map(storedDay);
}

/** One day with its reasons, devices told by name. @throws RESULT_NOT_FOUND */
export async function readDay({ database }: ResultContext, personId: string, date: string): Promise<StoredDay> {
  const { rows } = await database.pool.query<Row>(
    `select ${DAY_COLUMNS}, r.trace, p.name from day_result r join person p on p.id = r.person_id
     where r.person_id = $1 and r.workday = $2`,
    [personId, date],
  );
  const row = rows[0];
  if (row === undefined) throw resultError('RESULT_NOT_FOUND', { personId, date });
  const stored = storedDay(row);
  return { ...stored, result: { ...stored.result, trace: await withDeviceNames(database.pool, stored.result.trace) } };
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Reasons are stored with the ids of devices, which keep their names for as long as somebody likes them. */
export async function withDeviceNames(
  pool: ResultContext['database']['pool'],
  trace: DayResult['trace'],
): Promise<DayResult['trace']> {
  const ids = [...new Set(JSON.stringify(trace).match(UUID) ?? [])];
  if (ids.length === 0) return trace;
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select id, name from device where id = any($1::uuid[])',
    [ids],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const named = (value: string | number) =>
    typeof value === 'string' ? value.replaceAll(UUID, (id) => names.get(id) ?? id) : value;
  return trace.map(({ code, values }) => ({
    code,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, named(value)])),
  }));
}

/** How a unit stands on a day. Everybody expected is in one of `arrived`, `absent`, `excused` and `waiting`. */
export interface UnitDay {
  readonly unitId: string | null;
  readonly unit: string | null;
  readonly people: number;
  /** Expected at work. */
  readonly expected: number;
  /** Seen at least once, whether coming or leaving, and not excused for the whole day. */
  readonly arrived: number;
  /** Of those, who came late. */
  readonly late: number;
  readonly absent: number;
  readonly excused: number;
  /** Not seen, and not decided yet: the day runs, a request is open, or a device was not read. */
  readonly waiting: number;
}

/** Per unit, by name; `unitId` narrows it to the unit and what is below. */
export async function readUnitDays(
  { database }: ResultContext,
  date: string,
  unitId?: string,
): Promise<readonly UnitDay[]> {
  const { rows } = await database.pool.query<UnitDay>(
    `with recursive ${unitsBelow('$2')}
     select r.unit_id as "unitId", u.name as unit, count(*) as people,
       count(*) filter (where r.is_working_day) as expected,
       count(*) filter (where s.is_seen) as arrived,
       count(*) filter (where s.is_seen and r.late_minutes > 0) as late,
       count(*) filter (where r.is_working_day and not s.is_seen and r.status = 'TK') as absent,
       count(*) filter (where r.is_working_day and not s.is_seen and r.status not in ('TK', 'MENUNGGU', 'PERLU_VERIFIKASI'))
         as excused,
       count(*) filter (where r.is_working_day and not s.is_seen and r.status in ('MENUNGGU', 'PERLU_VERIFIKASI')) as waiting
     from day_result r
     cross join lateral (select r.is_working_day and coalesce(r.in_wall, r.out_wall) is not null
       and r.status in ('HADIR', 'TK', 'MENUNGGU', 'PERLU_VERIFIKASI') as is_seen) as s
     left join organisation_unit u on u.id = r.unit_id
     where r.workday = $1 and ($2::uuid is null or r.unit_id in (select id from below))
     group by r.unit_id, u.name order by u.name nulls last`,
    [date, unitId ?? null],
  );
  return rows;
}
