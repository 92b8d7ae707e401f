import { inTransaction } from '../../store/index.js';
import { type ResultContext, today } from '../context.js';

/** A call that looked at this many has more to look at. */
export const FEED_PAGE = 5000;

/**
 * Marks the days of scans that came or changed hands since the last call: the day of the scan, and the day before, to
 * which a shift past midnight belongs. One hub at a time; the others find nothing to do.
 * @returns how many events were looked at
 */
export async function markFromFeed(context: ResultContext): Promise<number> {
  return await inTransaction(context.database.pool, async (client) => {
    const cursor = await client.query<{ position: number }>(
      'select position from result_cursor for update skip locked',
    );
    const after = cursor.rows[0]?.position;
    if (after === undefined) return 0;
    const { rows } = await client.query<{ last: number | null; events: number }>({
      name: 'result-follow',
      text: `with page as (
          select position, person_id, (occurred_at at time zone zone)::date as day from attendance_event
          where position > $1 order by position limit $2
        ), marked as (
          insert into result_outbox (person_id, workday, mark)
          select d.person_id, d.day, nextval('result_mark') from (
            select distinct person_id, day - back as day from page cross join (values (0), (1)) as b (back)
            where person_id is not null
              and day - back between (select min(valid_from) from rule_assignment where kind = 'profile') and $3::date + 1
            order by 1, 2) as d
          on conflict (person_id, workday) do update set mark = excluded.mark, marked_at = now()
          returning 1
        )
        select max(position) as last, count(*) as events from page where (select count(*) from marked) >= 0`,
      values: [after, FEED_PAGE, today(context)],
    });
    const page = rows[0];
    if (page?.last == null) return 0;
    await client.query('update result_cursor set position = $1', [page.last]);
    return page.events;
  });
}
