import { unitsBelow } from '../../store/index.js';
import type { ResultContext } from '../context.js';
import { monthDays } from '../months/period.js';
import type { Cell, ReportTable } from './table.js';
import { dateWords, monthWords } from './words.js';

interface Assembly {
  readonly date: string;
  readonly unit: string;
  readonly people: number;
  readonly present: number;
  readonly sick: number;
  readonly permitted: number;
  readonly leave: number;
  readonly duty: number;
  readonly other: number;
  readonly missing: number;
  readonly names: string | null;
  readonly isOff: boolean;
  readonly isListed: boolean;
}

/** What the reasons of a day say of the assembly. */
const APEL = `(select s ->> 'code' from json_array_elements(r.trace) s where s ->> 'code' like 'APEL\\_%' limit 1)`;

/** Everybody expected at work in units that had an assembly, per day and unit. */
async function readAssemblies(
  { database }: ResultContext,
  unitId: string,
  month: string,
): Promise<readonly Assembly[]> {
  const { from, to } = monthDays(month);
  const { rows } = await database.pool.query<Assembly>(
    `with recursive ${unitsBelow('$1')}, days as (
       select r.person_id, r.workday, r.unit_id, r.status, ${APEL} as apel from day_result r
       where r.unit_id in (select id from below) and r.workday between $2 and $3 and r.is_working_day
     ), judged as (
       select d.*, d.apel = 'APEL_PRESENT' as came, d.apel = 'APEL_ABSENT' or d.status = 'TK' as missed from days d
       where exists (select 1 from days o where o.unit_id = d.unit_id and o.workday = d.workday and o.apel is not null))
     select j.workday as date, u.name as unit, count(*) as people,
       count(*) filter (where came) as present,
       count(*) filter (where status = 'SAKIT') as sick, count(*) filter (where status = 'IZIN') as permitted,
       count(*) filter (where status = 'CUTI') as leave, count(*) filter (where status = 'DL') as duty,
       count(*) filter (where came is not true and missed is not true and status not in ('SAKIT', 'IZIN', 'CUTI', 'DL')) as other,
       count(*) filter (where missed) as missing,
       string_agg(p.name, '; ' order by p.name) filter (where missed) as names,
       bool_or(apel = 'APEL_OFF') as "isOff", coalesce(bool_or(apel in ('APEL_PRESENT', 'APEL_ABSENT')), false) as "isListed"
     from judged j join organisation_unit u on u.id = j.unit_id join person p on p.id = j.person_id
     group by j.workday, u.name order by j.workday, u.name`,
    [unitId, from, to],
  );
  return rows;
}

const count = (title: string) => ({ title, width: 3, align: 'right' }) as const;

/** The morning assemblies of a month: how many came, how many did not and why, and who without a word. */
export async function apelReport(
  context: ResultContext,
  query: { readonly unitId: string; readonly month: string; readonly unit: string },
): Promise<ReportTable> {
  const assemblies = await readAssemblies(context, query.unitId, query.month);
  return {
    title: 'LAPORAN APEL PAGI',
    subtitle: `BULAN ${monthWords(query.month).toUpperCase()}`,
    unit: query.unit,
    columns: [
      { title: 'No', width: 2, align: 'right' },
      { title: 'Tanggal', width: 7 },
      { title: 'Unit', width: 12 },
      ...['Jumlah', 'Hadir', 'Kurang', 'S', 'I', 'C', 'DL', 'Lain', 'Tanpa ket.'].map(count),
      { title: 'Tidak hadir tanpa keterangan', width: 24 },
    ],
    rows: assemblies.map((one, i): Cell[] => [
      i + 1,
      dateWords(one.date),
      one.unit,
      one.people,
      ...(one.isOff || !one.isListed
        ? Array.from({ length: 8 }, () => null)
        : [
            one.present,
            one.people - one.present,
            one.sick,
            one.permitted,
            one.leave,
            one.duty,
            one.other,
            one.missing,
          ]),
      one.isOff ? 'Apel dibatalkan' : one.isListed ? (one.names ?? '–') : 'Daftar apel belum dimasukkan',
    ]),
    legend: [
      'S = sakit',
      'I = izin',
      'C = cuti',
      'DL = dinas luar',
      'Lain = keterangan lain yang disetujui atau belum diputuskan',
    ],
  };
}
