import { inTransaction } from '../store/index.js';
import type { VisitContext } from './context.js';
import { type Runner, rowsOf } from './sql.js';

const PAGE = 5000;
const DAY_MS = 86_400_000;

/**
 * Marks the minutes of check-ins that came or changed hands since the last call, at stations where there is something to
 * join: two devices or more, visits already, or a temperature that the device told of together with a check-in. One hub at a time; the others find nothing to do.
 * @returns how many events were looked at
 */
export async function markFromFeed({ database, clock, keepDays }: VisitContext): Promise<number> {
  return await inTransaction(database.pool, async (client) => {
    const [cursor] = await rowsOf<{ position: number }>(
      client,
      'select position from visit_cursor for update skip locked',
      [],
    );
    if (cursor === undefined) return 0;
    const [page] = await rowsOf<{ last: number | null; events: number }>(
      client,
      `with page as (
         select e.id, e.position, d.station_id, e.occurred_at,
           case when e.verdict <> 'accepted' then e.received_at end as received_at
         from attendance_event e join device d on d.id = e.device_id
         where e.position > $1 order by e.position limit $2
       ), minutes as (
         select distinct station_id, date_trunc('minute', at) as at
         from page cross join lateral (values (occurred_at), (received_at)) as moments (at) where at > $3
       ), joining as (
         select station_id from device where removed_at is null and station_id in (select station_id from page)
         group by station_id having count(*) > 1
         union
         select s.id from station s
         where s.id in (select station_id from page) and exists (select 1 from visit v where v.station_id = s.id)
         union
         select p.station_id from page p join temperature_reading r on r.event_id = p.id
       ), marked as (
         insert into visit_due (station_id, at, due_at)
         select station_id, at, '-infinity'::timestamptz from minutes where station_id in (select station_id from joining)
         returning 1
       )
       select max(position) as last, count(*) as events from page where (select count(*) from marked) >= 0`,
      [cursor.position, PAGE, new Date(clock.now() - keepDays * DAY_MS)],
    );
    if (page?.last == null) return 0;
    await client.query('update visit_cursor set position = $1', [page.last]);
    return page.events;
  });
}

/**
 * Marks measurements that have no outcome at the station where their thermometer stands now, and those of persons whom
 * the device named and who have been mapped otherwise since. Heals what a crash or a move of a device left.
 */
export async function markStray({ database }: Pick<VisitContext, 'database'>): Promise<void> {
  await database.pool.query(
    `insert into visit_due (station_id, at, due_at)
     select distinct d.station_id, date_trunc('minute', r.measured_at), '-infinity'::timestamptz
     from temperature_reading r
     join device d on d.id = r.device_id and d.station_id is not null
     left join temperature_outcome o on o.reading_id = r.id
     left join identity_mapping m on m.device_id = r.device_id and m.device_user_id = r.measurement->>'deviceUserId'
       and (r.measured_at at time zone d.zone)::date between m.valid_from and m.valid_to
     where r.measurement->>'mode' <> 'ambient' and (
       o.reading_id is null or o.station_id <> d.station_id
       or (r.event_id is not null and o.person_id is distinct from m.person_id
         and not exists (select 1 from temperature_decision t where t.reading_id = r.id)
         and not exists (select 1 from attendance_event e where e.id = r.event_id)))`,
  );
}

/** Marks all that the station's devices saw in a time of which visits or measurements are known. Ends are instants. */
export async function markRange(runner: Runner, stationId: string, from: string, to: string): Promise<number> {
  const marked = await rowsOf(
    runner,
    `insert into visit_due (station_id, at, due_at)
     select $1::uuid, at, '-infinity'::timestamptz from (
       select date_trunc('minute', v.from_at) as at from visit v
       where v.station_id = $1 and v.from_at between $2::timestamptz and $3::timestamptz
       union
       select date_trunc('minute', r.measured_at) from temperature_reading r join device d on d.id = r.device_id
       where d.station_id = $1 and r.measured_at between $2::timestamptz and $3::timestamptz
     ) as found returning 1`,
    [stationId, from, to],
  );
  return marked.length;
}

/** The same for a bounded time, check-ins included of which nothing was computed yet. */
export async function markChecked(runner: Runner, stationId: string, from: Date, to: Date): Promise<number> {
  const marked = await rowsOf(
    runner,
    `insert into visit_due (station_id, at, due_at)
     select distinct $1::uuid, date_trunc('minute', e.occurred_at), '-infinity'::timestamptz
     from attendance_event e join device d on d.id = e.device_id
     where d.station_id = $1 and e.occurred_at between $2 and $3 returning 1`,
    [stationId, from, to],
  );
  return marked.length + (await markRange(runner, stationId, from.toISOString(), to.toISOString()));
}
