import { isHadirError, tryParseDate } from '@hadir/core';
import { type RosterLine, setRosterOn } from '../staff/rosters.js';
import { badDate, type ImportTask, needed, textOf, twice, unknown } from './problem.js';

/** Words for a day off. */
const OFF = new Set(['libur', 'off', '-', 'l']);

/** Columns: `nip` (or `nomor`/`number`), `tanggal`/`date`, `jadwal`/`schedule` (a name, or `libur`). */
export async function importRoster({ client, context, rows, actor, problem }: ImportTask): Promise<number> {
  const numbers = await client.query<{ value: string; person: string }>(
    'select value, person_id as person from person_number where value = any($1)',
    [rows.map((row) => numberOf(row) ?? '')],
  );
  const people = new Map(numbers.rows.map(({ value, person }) => [value, person]));
  const known = await client.query<{ name: string }>("select distinct name from rule_document where kind = 'schedule'");
  const schedules = new Set(known.rows.map(({ name }) => name));
  const lines: RosterLine[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const number = numberOf(row);
    const personId = people.get(number ?? '');
    const date = textOf(row, 'tanggal', 'date');
    const schedule = textOf(row, 'jadwal', 'schedule');
    const isOff = schedule !== null && OFF.has(schedule.toLowerCase());
    if (personId === undefined) {
      problem({ row: row.row, column: 'nip', text: number === null ? needed : unknown('nip', number) });
    }
    if (date === null || tryParseDate(date) === null) {
      problem({ row: row.row, column: 'tanggal', text: date === null ? needed : badDate(date) });
    }
    if (schedule === null || (!isOff && !schedules.has(schedule))) {
      problem({ row: row.row, column: 'jadwal', text: schedule === null ? needed : unknown('schedule', schedule) });
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

function numberOf(row: Parameters<typeof textOf>[0]): string | null {
  return textOf(row, 'nip', 'nomor', 'number')?.replaceAll(/\s/g, '') ?? null;
}
