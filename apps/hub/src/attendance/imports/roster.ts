import { isHadirError, tryParseDate } from '@hadir/core';
import { type RosterLine, setRosterOn } from '../staff/rosters.js';
import { badDate, type ImportTask, needed, textOf, twice, unknown } from './problem.js';

/** Words for a day off. */
const OFF = new Set(['libur', 'off', '-', 'l']);

interface Line {
  readonly row: number;
  readonly number: string | null;
  readonly date: string | null;
  readonly schedule: string | null;
  readonly column: string;
}

/**
 * Columns: `nip` (or `nomor`/`number`) and either `tanggal`/`date` with `jadwal`/`schedule`, a line a day; or a grid, with
 * the days as titles (`2026-10-01`) and the schedules below them, as wards keep them. A schedule is a name, or `libur`; an
 * empty cell of a grid says nothing.
 */
export async function importRoster({ client, context, rows: sheet, actor, problem }: ImportTask): Promise<number> {
  const rows = sheet.flatMap(linesOf);
  const numbers = await client.query<{ value: string; person: string }>(
    'select value, person_id as person from person_number where value = any($1)',
    [rows.map((row) => row.number ?? '')],
  );
  const people = new Map(numbers.rows.map(({ value, person }) => [value, person]));
  const known = await client.query<{ name: string }>("select distinct name from rule_document where kind = 'schedule'");
  const schedules = new Set(known.rows.map(({ name }) => name));
  const lines: RosterLine[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const { number, date, schedule } = row;
    const personId = people.get(number ?? '');
    const isOff = schedule !== null && OFF.has(schedule.toLowerCase());
    if (personId === undefined) {
      problem({ row: row.row, column: 'nip', text: number === null ? needed : unknown('NIP', number) });
    }
    if (date === null || tryParseDate(date) === null) {
      problem({ row: row.row, column: 'tanggal', text: date === null ? needed : badDate(date) });
    }
    if (schedule === null || (!isOff && !schedules.has(schedule))) {
      const text = schedule === null ? needed : unknown({ id: 'Jadwal', en: 'schedule' }, schedule);
      problem({ row: row.row, column: row.column, text });
    }
    if (personId === undefined || date === null || schedule === null) continue;
    const key = `${personId} ${date}`;
    if (seen.has(key)) problem({ row: row.row, column: 'tanggal', text: twice });
    seen.add(key);
    lines.push({ personId, date, schedule: isOff ? null : schedule });
  }
  try {
    return await setRosterOn(client, context, lines, actor);
  } catch (error) {
    // Named row by row above already.
    if (isHadirError(error)) return 0;
    throw error;
  }
}

function linesOf(row: Parameters<typeof textOf>[0]): readonly Line[] {
  const number = numberOf(row);
  const days = [...row.values].filter(([title]) => tryParseDate(title) !== null);
  if (days.length === 0) {
    const date = textOf(row, 'tanggal', 'date');
    return [{ row: row.row, number, date, schedule: textOf(row, 'jadwal', 'schedule'), column: 'jadwal' }];
  }
  return days.flatMap(([date, value]) =>
    value === null || value === '' ? [] : [{ row: row.row, number, date, schedule: String(value), column: date }],
  );
}

function numberOf(row: Parameters<typeof textOf>[0]): string | null {
  return textOf(row, 'nip', 'ni pppk', 'nomor', 'number')?.replaceAll(/\s/g, '') ?? null;
}
