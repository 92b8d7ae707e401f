import type { PoolClient } from 'pg';
import { unitsBelow } from '../../store/index.js';

/** Whose days, and which. Neither people nor a unit: everybody. */
export interface MarkScope {
  readonly personIds?: readonly string[];
  /** The unit and everything below it. */
  readonly unitId?: string | null;
  readonly from: string;
  readonly to: string | null;
  /** Only days without a result, and days that were computed with one of these rule documents. */
  readonly usedRules?: readonly string[];
  /** Leaves locked months alone: a change of rules has no say in what is signed. */
  readonly openMonthsOnly?: boolean;
}

/**
 * Marks days as to be computed, in the transaction of what changed. Days before anybody had a profile and days to come
 * are left out: the former have no results, the latter are computed when they begin. The day before and the day after are
 * marked too: a shift past midnight looks at its neighbours.
 * @returns how many
 */
export async function markDays(client: PoolClient, scope: MarkScope, today: string): Promise<number> {
  const { rowCount } = await client.query({
    name: 'result-mark',
    text: `with recursive ${unitsBelow('$2')}, bounds as (
        select greatest($3::date - 1, min(valid_from)) as first, least(coalesce($4::date + 1, $5::date), $5::date) as last
        from rule_assignment where kind = 'profile' having count(*) > 0
      )
      insert into result_outbox (person_id, workday, mark)
      select p.id, d.day::date, nextval('result_mark')
      from bounds b
      cross join lateral generate_series(b.first, b.last, interval '1 day') as d (day)
      cross join person p
      where ($1::uuid[] is null or p.id = any($1::uuid[]))
        and ($2::uuid is null or p.unit_id in (select id from below) or exists (
          select 1 from placement s where s.person_id = p.id and s.unit_id in (select id from below)
            and d.day::date between s.valid_from and coalesce(s.valid_to, 'infinity')))
        and not ($6::boolean and exists (
          select 1 from day_result r join month_lock l on l.unit_id = r.unit_id and l.month = to_char(r.workday, 'YYYY-MM')
          where r.person_id = p.id and r.workday = d.day::date))
        and ($7::uuid[] is null or not exists (
          select 1 from day_result r where r.person_id = p.id and r.workday = d.day::date and not r.rules && $7::uuid[]))
      order by p.id, d.day
      on conflict (person_id, workday) do update set mark = excluded.mark, marked_at = now()`,
    values: [
      scope.personIds ?? null,
      scope.unitId ?? null,
      scope.from,
      scope.to,
      today,
      scope.openMonthsOnly ?? false,
      scope.usedRules ?? null,
    ],
  });
  return rowCount ?? 0;
}
