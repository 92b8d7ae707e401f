import type { DayResult } from '@hadir/core';
import { monthDays } from '../months/period.js';
import type { RecapLine } from '../months/recap.js';
import type { Cell, Column, ReportTable, Row } from './table.js';
import { dateWords, hoursText, LEGEND, monthWords, statusCode } from './words.js';

export const REPORTS = ['recap', 'grid', 'tpp', 'late', 'apel'] as const;
type ReportName = (typeof REPORTS)[number];

export interface ReportInput {
  readonly month: string;
  readonly unit: string;
  readonly lines: readonly RecapLine[];
}

/** Builds a report. Layouts follow the lists of regencies (Banjarmasin, TTU, Pekalongan), with Hadir's statuses. */
export function buildReport(name: Exclude<ReportName, 'apel'>, input: ReportInput): ReportTable {
  switch (name) {
    case 'recap':
      return recap(input);
    case 'grid':
      return grid(input);
    case 'tpp':
      return tpp(input);
    case 'late':
      return late(input);
  }
}

const NO: Column = { title: 'No', width: 2, align: 'right' };
const NIP: Column = { title: 'NIP', width: 11 };
const NAME: Column = { title: 'Nama', width: 14 };
const count = (title: string): Column => ({ title, width: title.length > 4 ? 4 : 3, align: 'right' });
const percent = (title: string, width: number): Column => ({ title, width, align: 'right', decimals: 2 });

/** Rows below the name of their unit, where a list has people of several. Lines come by unit already. */
function grouped(lines: readonly RecapLine[], rows: readonly Cell[][]): readonly Row[] {
  if (new Set(lines.map(({ person }) => person.unitId)).size < 2) return rows;
  return rows.flatMap((row, i): Row[] => {
    const unit = lines[i]?.person.unit ?? '–';
    return i > 0 && lines[i - 1]?.person.unitId === lines[i]?.person.unitId ? [row] : [{ group: unit }, row];
  });
}

function frame(input: ReportInput, title: string): Pick<ReportTable, 'title' | 'subtitle' | 'unit' | 'legend'> {
  return { title, subtitle: `BULAN ${monthWords(input.month).toUpperCase()}`, unit: input.unit, legend: LEGEND };
}

const STATUS_COLUMNS = ['TK', 'SAKIT', 'IZIN', 'CUTI', 'DL', 'TD', 'TB', 'DIKLAT'] as const;

function recap(input: ReportInput): ReportTable {
  return {
    ...frame(input, 'REKAPITULASI KEHADIRAN PEGAWAI'),
    columns: [
      NO,
      NIP,
      NAME,
      { title: 'Jabatan', width: 10 },
      { title: 'Gol', width: 3 },
      count('Hari kerja'),
      count('Hadir'),
      ...STATUS_COLUMNS.map((status) => count(statusCode(status))),
      count('Lain'),
      { title: 'Terlambat (j:mm)', width: 4, align: 'right' },
      { title: 'Pulang cepat (j:mm)', width: 4, align: 'right' },
      percent('Potongan %', 4),
    ],
    rows: grouped(
      input.lines,
      input.lines.map(({ person, month }, i): Cell[] => {
        const of = (status: string) => (month.byStatus as Readonly<Record<string, number>>)[status] ?? 0;
        const named = of('HADIR') + STATUS_COLUMNS.reduce((sum, status) => sum + of(status), 0);
        return [
          i + 1,
          person.number,
          person.name,
          person.post,
          person.rank,
          month.workingDays,
          of('HADIR'),
          ...STATUS_COLUMNS.map(of),
          month.workingDays - named,
          hoursText(month.lateMinutes),
          hoursText(month.earlyMinutes),
          month.points,
        ];
      }),
    ),
  };
}

function grid(input: ReportInput): ReportTable {
  const last = Number(monthDays(input.month).to.slice(8));
  const dates = Array.from({ length: last }, (_, i) => `${input.month}-${String(i + 1).padStart(2, '0')}`);
  return {
    ...frame(input, 'DAFTAR HADIR HARIAN PEGAWAI'),
    columns: [
      NO,
      NIP,
      NAME,
      ...dates.map((_, i): Column => ({ title: String(i + 1), width: 3, align: 'center' })),
      percent('%', 3),
    ],
    rows: grouped(
      input.lines,
      input.lines.map(({ person, days, month }, i): Cell[] => {
        const byDate = new Map<string, DayResult>(days.map((day) => [day.date, day]));
        const cells = dates.map((date) => {
          const day = byDate.get(date);
          return day === undefined ? '' : dayCell(day);
        });
        return [i + 1, person.number, person.name, ...cells, month.points];
      }),
    ),
  };
}

/** What was charged, else the status. */
function dayCell(day: DayResult): string {
  if (day.status !== 'HADIR') return statusCode(day.status);
  return day.charges.length === 0 ? statusCode('HADIR') : day.charges.map(({ code }) => code).join(' ');
}

function tpp(input: ReportInput): ReportTable {
  const rows = input.lines.map(({ person, month, profile, tppRupiah, deductionRupiah }, i): Cell[] => [
    i + 1,
    person.number,
    person.name,
    person.post,
    person.rank,
    person.tppClass,
    tppRupiah,
    month.points,
    profile === null ? null : profile.baseShare / 100,
    deductionRupiah,
    tppRupiah === null || deductionRupiah === null ? null : tppRupiah - deductionRupiah,
    '',
  ]);
  const sum = (column: number) =>
    rows.reduce((total, row) => total + (typeof row[column] === 'number' ? row[column] : 0), 0);
  const money = (title: string): Column => ({ title, width: 6, align: 'right' });
  return {
    ...frame(input, 'DAFTAR TAMBAHAN PENGHASILAN PEGAWAI'),
    columns: [
      NO,
      NIP,
      NAME,
      { title: 'Jabatan', width: 10 },
      { title: 'Gol', width: 3 },
      { title: 'Kelas', width: 3, align: 'center' },
      money('TPP (Rp)'),
      percent('Potongan %', 4),
      percent('Bagian TPP %', 4),
      money('Potongan (Rp)'),
      money('TPP setelah potongan (Rp)'),
      { title: 'Tanda tangan', width: 7 },
    ],
    rows: [
      ...grouped(input.lines, rows),
      [null, null, 'JUMLAH', null, null, null, sum(6), null, null, sum(9), sum(10), null],
    ],
    legend: ['Pajak dan iuran dihitung bendahara; tidak termasuk dalam daftar ini.'],
  };
}

function late(input: ReportInput): ReportTable {
  const rows = input.lines.flatMap(({ person, days }) =>
    days
      .filter((day) => day.charges.length > 0)
      .map((day): Cell[] => [
        person.number,
        person.name,
        dateWords(day.date),
        day.in?.slice(11) ?? '–',
        day.out?.slice(11) ?? '–',
        day.lateMinutes,
        day.earlyMinutes,
        day.charges.map(({ code }) => code).join(' '),
        day.points,
      ]),
  );
  return {
    ...frame(input, 'DAFTAR KETERLAMBATAN DAN KETIDAKHADIRAN'),
    columns: [
      NO,
      NIP,
      NAME,
      { title: 'Tanggal', width: 8 },
      { title: 'Masuk', width: 5, align: 'center' },
      { title: 'Pulang', width: 5, align: 'center' },
      { title: 'Terlambat (menit)', width: 4, align: 'right' },
      { title: 'Pulang cepat (menit)', width: 4, align: 'right' },
      { title: 'Kode', width: 6 },
      percent('%', 3),
    ],
    rows: rows.map((row, i) => [i + 1, ...row]),
  };
}
