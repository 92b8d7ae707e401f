import {
  type CivilDate,
  checkDisciplineRules,
  DEFAULT_WARNINGS,
  type DisciplineStanding,
  disciplineStanding,
  warningsFor,
} from '@hadir/core';
import { unitsBelow } from '../store/index.js';
import type { ResultContext } from './context.js';
import { resultError } from './errors.js';

/** Where somebody stands by PP 94/2021 in a year, with what a superior is warned of. Never a sanction: people decide that. */
export interface DisciplineLine {
  readonly personId: string;
  readonly name: string;
  readonly absentDates: readonly string[];
  readonly shortMinutes: number;
  readonly standing: DisciplineStanding;
  readonly warnings: ReturnType<typeof warningsFor>;
}

interface Row {
  readonly personId: string;
  readonly name: string;
  readonly absent: CivilDate[];
  readonly short: number;
  readonly working: CivilDate[];
}

/**
 * Everybody with at least `minDays` days in the year, worst first.
 * @throws RULE_NOT_FOUND when no discipline rules hold at the end of that year
 */
export async function readDiscipline(
  { database }: ResultContext,
  query: { readonly year: number; readonly unitId?: string; readonly minDays: number },
): Promise<readonly DisciplineLine[]> {
  const from = `${query.year}-01-01`;
  const to = `${query.year}-12-31`;
  const found = await database.pool.query<{ document: unknown }>(
    `select document from rule_document where kind = 'discipline' and valid_from <= $1
       and coalesce(valid_to, 'infinity') >= $1 order by name limit 1`,
    [to],
  );
  if (found.rows[0] === undefined)
    throw resultError('RULE_NOT_FOUND', { kind: 'discipline', name: String(query.year) });
  const rules = checkDisciplineRules(found.rows[0].document);
  const { rows } = await database.pool.query<Row>(
    `with recursive ${unitsBelow('$3')}, bad as (
       select person_id, array_agg(workday::text order by workday) filter (where status = 'TK' and points is not null) as absent,
         sum(short_minutes) as short,
         array_agg(workday::text order by workday) filter (where is_working_day) as working,
         (array_agg(unit_id order by workday desc))[1] as unit_id
       from day_result where workday between $1 and $2 group by person_id
       having count(*) filter (where status = 'TK') > 0 or sum(short_minutes) > 0
     )
     select b.person_id as "personId", p.name, coalesce(b.absent, '{}') as absent, b.short, coalesce(b.working, '{}') as working
     from bad b join person p on p.id = b.person_id
     where $3::uuid is null or b.unit_id in (select id from below)`,
    [from, to, query.unitId ?? null],
  );
  return rows
    .map(({ personId, name, absent, short, working }): DisciplineLine => {
      const expected = new Set(working);
      const standing = disciplineStanding(absent, short, rules, (date) => expected.has(date));
      return {
        personId,
        name,
        absentDates: absent,
        shortMinutes: short,
        standing,
        warnings: warningsFor(standing, DEFAULT_WARNINGS),
      };
    })
    .filter(({ standing }) => standing.days >= query.minDays || standing.longestRun >= query.minDays)
    .sort((a, b) => b.standing.days - a.standing.days || (a.name < b.name ? -1 : 1));
}
