import {
  addDays,
  type CivilDate,
  type DayResult,
  type MonthResult,
  monthDeduction,
  monthOf,
  payPeriod,
  type ReadyProfile,
} from '@hadir/core';
import { unitsBelow } from '../../store/index.js';
import type { ResultContext } from '../context.js';
import { noRecord } from '../records.js';
import { DAY_COLUMNS, type DayRow, dayResultOf } from '../results/stored-result.js';
import { createRuleShelf } from '../rules/shelf.js';
import { monthDays } from './period.js';
import { byRank, readStaff, type StaffMember } from './staff.js';

/** A person's month, with what lists print about the person. */
export interface RecapLine {
  readonly person: StaffMember;
  /** `null` when no profile of the month could be found any more. */
  readonly profile: ReadyProfile | null;
  readonly month: MonthResult;
  readonly days: readonly DayResult[];
  /** Whole rupiah; null for who gets no TPP, or whose class has no amount. */
  readonly tppRupiah: number | null;
  readonly deductionRupiah: number | null;
}

export interface RecapQuery {
  readonly month: string;
  /** The unit and everything below it. */
  readonly unitId: string;
  /**
   * `calendar`: the days of the month that were served in the unit. `pay`: all days paid with the month, where the
   * treasury closes early, of those who served in the unit last: pay is one sum from one office, also after a transfer.
   */
  readonly period?: 'calendar' | 'pay';
}

/**
 * The month of everybody who served in a unit, by unit, rank and name. Built from stored day results, nothing else.
 * @throws RESULT_RECORD_UNKNOWN
 */
export async function readRecap(context: ResultContext, query: RecapQuery): Promise<readonly RecapLine[]> {
  const { from, to } = monthDays(query.month);
  const known = await context.database.pool.query('select 1 from organisation_unit where id = $1', [query.unitId]);
  if (known.rowCount === 0) throw noRecord('unit', query.unitId);
  const isPay = query.period === 'pay';
  // The end of the month before may be paid with this one.
  const rows = isPay
    ? await readPaidDays(context, query.unitId, addDays(from, -31), to)
    : await readDays(context, query.unitId, from, to);
  const rules = await createRuleShelf().load(context.database.pool);
  const staff = await readStaff(context, [...new Set(rows.map((row) => row.person_id))], to);
  const byPerson = new Map<string, DayRow[]>();
  for (const row of rows) {
    const own = byPerson.get(row.person_id);
    if (own === undefined) byPerson.set(row.person_id, [row]);
    else own.push(row);
  }
  const lines: RecapLine[] = [];
  for (const person of staff) {
    const own = byPerson.get(person.id) ?? [];
    const last = own.at(-1);
    const profile = last?.profile == null ? null : (rules.profile(last.profile, last.workday)?.ready ?? null);
    const period = isPay && profile !== null ? payPeriod(profile, query.month) : { from, to };
    const days = own.filter((row) => row.workday >= period.from && row.workday <= period.to).map(dayResultOf);
    if (days.length > 0) lines.push(lineOf(person, profile, days));
  }
  return lines.sort((a, b) => byRank(a.person, b.person));
}

function lineOf(person: StaffMember, profile: ReadyProfile | null, days: readonly DayResult[]): RecapLine {
  const month = monthOf(days, profile ?? NO_PROFILE);
  const { tppRupiah } = person;
  const deductionRupiah = tppRupiah === null || profile === null ? null : monthDeduction(month, tppRupiah, profile);
  return { person, profile, month, days, tppRupiah, deductionRupiah };
}

/** Sums days as they are: no thresholds, no triggers, no cap. */
const NO_PROFILE = {
  countThresholds: [],
  monthlyTriggers: [],
  capPoints: Number.MAX_SAFE_INTEGER,
} as unknown as ReadyProfile;

/** Days in any unit of those whose last day of the span was served in the unit or below it. */
async function readPaidDays(
  { database }: ResultContext,
  unitId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<readonly DayRow[]> {
  const { rows } = await database.pool.query<DayRow>(
    `with recursive ${unitsBelow('$1')}, staff as (
       select distinct person_id from day_result where unit_id in (select id from below) and workday between $2 and $3
     ), paid as (
       select s.person_id from staff s cross join lateral (
         select unit_id from day_result r where r.person_id = s.person_id and r.workday between $2 and $3
         order by r.workday desc limit 1) as l
       where l.unit_id in (select id from below))
     select ${DAY_COLUMNS} from paid p join day_result r on r.person_id = p.person_id
     where r.workday between $2 and $3 order by r.person_id, r.workday`,
    [unitId, from, to],
  );
  return rows;
}

async function readDays(
  { database }: ResultContext,
  unitId: string,
  from: CivilDate,
  to: CivilDate,
): Promise<readonly DayRow[]> {
  const { rows } = await database.pool.query<DayRow>(
    `with recursive ${unitsBelow('$1')}
     select ${DAY_COLUMNS} from day_result r
     where r.unit_id in (select id from below) and r.workday between $2 and $3 order by r.person_id, r.workday`,
    [unitId, from, to],
  );
  return rows;
}
