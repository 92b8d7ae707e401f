import { addDays } from '@hadir/core';
import { inTransaction } from '../../store/index.js';
import { type ResultContext, today } from '../context.js';

/** A hub that was off finds the days that it slept through, so far back. */
const CATCH_UP_DAYS = 40;

/**
 * Marks days whose end or next look has come.
 * @returns how many
 */
export async function markDue({ database, clock }: ResultContext): Promise<number> {
  return await inTransaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into result_outbox (person_id, workday, mark)
       select person_id, workday, nextval('result_mark') from (
         select person_id, workday from day_result where recheck_at <= $1 order by person_id, workday limit 20000) as d
       on conflict (person_id, workday) do nothing`,
      [new Date(clock.now())],
    );
    return rowCount ?? 0;
  });
}

/**
 * Marks days that began and have no result: absence comes from the roster, not from missing rows.
 * @param back days before today on which results may be missing
 * @returns how many
 */
export async function markBegun(context: ResultContext, back: number = CATCH_UP_DAYS): Promise<number> {
  const day = today(context);
  return await inTransaction(context.database.pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into result_outbox (person_id, workday, mark)
       select p.id, d.day::date, nextval('result_mark')
       from (select greatest($1::date, min(valid_from)) as first from rule_assignment
         where kind = 'profile' having count(*) > 0) as b
       cross join lateral generate_series(b.first, $2::date, interval '1 day') as d (day)
       cross join person p
       where not exists (select 1 from day_result r where r.person_id = p.id and r.workday = d.day::date)
         and (exists (select 1 from placement s where s.person_id = p.id
             and d.day::date between s.valid_from and coalesce(s.valid_to, 'infinity'))
           or not exists (select 1 from placement s where s.person_id = p.id))
       order by p.id, d.day
       on conflict (person_id, workday) do nothing`,
      [addDays(day, -back), day],
    );
    return rowCount ?? 0;
  });
}
