import { type Calendar, tryParseDate } from '@hadir/core';
import { addRuleOn } from '../rules/documents.js';
import { badDate, type ImportTask, needed, textOf, unknown } from './problem.js';

const KINDS: Readonly<Record<string, 'holidays' | 'jointLeave' | 'none'>> = {
  libur: 'holidays',
  holiday: 'holidays',
  'cuti bersama': 'jointLeave',
  'joint leave': 'jointLeave',
  batal: 'none',
  cancelled: 'none',
};

/**
 * Columns: `tanggal`/`date`, `jenis`/`kind` (`libur`, `cuti bersama`, or `batal` for a day that is
 * none any more), `kalender`/`calendar`, `versi`/`version`,
 * `berlaku`/`from`. Puts the days into the calendar's latest version, as a new version
 * that begins on `berlaku`.
 */
export async function importHolidays({ client, context, rows, actor, problem }: ImportTask): Promise<number> {
  const first = rows[0];
  if (first === undefined) return 0;
  const name = textOf(first, 'kalender', 'calendar');
  const version = textOf(first, 'versi', 'version');
  const validFrom = textOf(first, 'berlaku', 'from');
  for (const [column, value] of [
    ['kalender', name],
    ['versi', version],
    ['berlaku', validFrom],
  ] as const) {
    if (value === null) problem({ row: first.row, column, text: needed });
  }
  if (name === null || version === null || validFrom === null) return 0;
  const latest = await client.query<{ document: Calendar; validTo: string | null }>(
    `select document, valid_to as "validTo" from rule_document where kind = 'calendar' and name = $1
     order by valid_from desc limit 1 for update`,
    [name],
  );
  const base = latest.rows[0];
  if (base === undefined) {
    problem({ row: first.row, column: 'kalender', text: unknown({ id: 'Kalender', en: 'calendar' }, name) });
    return 0;
  }
  const days = { holidays: new Set(base.document.holidays), jointLeave: new Set(base.document.jointLeave) };
  let changed = 0;
  for (const row of rows) {
    const date = textOf(row, 'tanggal', 'date');
    const kind = textOf(row, 'jenis', 'kind');
    const list = KINDS[kind?.toLowerCase() ?? ''];
    if (date === null || tryParseDate(date) === null) {
      problem({ row: row.row, column: 'tanggal', text: date === null ? needed : badDate(date) });
    } else if (list === undefined) {
      problem({
        row: row.row,
        column: 'jenis',
        text: kind === null ? needed : unknown({ id: 'Jenis', en: 'kind' }, kind, Object.keys(KINDS)),
      });
    } else if (set(days, list, date)) {
      changed++;
    }
  }
  if (changed === 0) return 0;
  const document = { ...base.document, holidays: [...days.holidays].sort(), jointLeave: [...days.jointLeave].sort() };
  await addRuleOn(
    client,
    context,
    { kind: 'calendar', name, version, validFrom, validTo: base.validTo, document },
    actor,
  );
  return changed;
}

type Days = Readonly<Record<'holidays' | 'jointLeave', Set<string>>>;

/** A day is in one list at most. @returns whether something changed */
function set(days: Days, list: 'holidays' | 'jointLeave' | 'none', date: string): boolean {
  const before = days.holidays.has(date) ? 'holidays' : days.jointLeave.has(date) ? 'jointLeave' : 'none';
  if (before === list) return false;
  if (before !== 'none') days[before].delete(date);
  if (list !== 'none') days[list].add(date);
  return true;
}
