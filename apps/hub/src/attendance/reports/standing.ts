import { unitsBelow } from '../../store/index.js';
import type { ResultContext } from '../context.js';
import { monthDays } from '../months/period.js';
import { dateWords } from './words.js';

interface Standing {
  readonly units: number;
  readonly byUnit: number;
  readonly byBoard: number;
  readonly lastLock: string | null;
  readonly undecided: number;
  readonly corrected: number;
}

/**
 * How far the month is signed, as a line for the paper: nobody should take a list for final that still moves, nor wonder
 * why it differs from an earlier print.
 */
export async function standingLine(context: ResultContext, unitId: string, month: string): Promise<string> {
  const { from, to } = monthDays(month);
  const { rows } = await context.database.pool.query<Standing>(
    `with recursive ${unitsBelow('$1')}, days as (
       select unit_id, points, flags from day_result where unit_id in (select id from below) and workday between $2 and $3
     ), locks as (
       select l.level, l.at from month_lock l where l.month = $4 and l.unit_id in (select unit_id from days))
     select (select count(distinct unit_id) from days) as units,
       (select count(*) from locks where level = 'unit') as "byUnit",
       (select count(*) from locks where level = 'board') as "byBoard",
       (select to_char(max(at) at time zone $5, 'YYYY-MM-DD') from locks) as "lastLock",
       (select count(*) from days where points is null) as undecided,
       (select count(*) from days where 'CORRECTED' = any(flags)) as corrected`,
    [unitId, from, to, month, context.zone],
  );
  const { units, byUnit, byBoard, lastLock, undecided, corrected } = rows[0] as Standing;
  const when = lastLock === null ? '' : ` ${dateWords(lastLock)}`;
  const after = corrected === 0 ? '' : ` ${corrected} hari dikoreksi sesudah dikunci.`;
  if (units > 0 && byBoard >= units) return `Dikunci OPD dan BKPSDM${when}.${after}`;
  const open = undecided === 0 ? '' : ` ${undecided} hari belum diputuskan.`;
  if (units > 0 && byUnit >= units) return `Dikunci OPD${when}, menunggu BKPSDM.${open}${after}`;
  return `SEMENTARA: bulan ini belum dikunci.${open}${after}`;
}
