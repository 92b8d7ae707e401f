import { inTransaction } from '../../store/index.js';
import { auditOn } from '../audit.js';
import type { ResultContext } from '../context.js';
import { importHolidays } from './holidays.js';
import { importMappings } from './mappings.js';
import { importPeople } from './people.js';
import { type ImportReport, type ImportWork, noColumn, type Problem } from './problem.js';
import { importRoster } from './roster.js';
import { readSheet } from './sheet.js';
import { importUnits } from './units.js';

export const IMPORTS = ['units', 'people', 'mappings', 'roster', 'holidays'] as const;
export type ImportKind = (typeof IMPORTS)[number];

const WORK: Readonly<Record<ImportKind, ImportWork>> = {
  units: importUnits,
  people: importPeople,
  mappings: importMappings,
  roster: importRoster,
  holidays: importHolidays,
};

/** Columns that a file must have, by any of their names. */
const COLUMNS: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  units: [
    ['kode', 'code'],
    ['nama', 'name'],
  ],
  people: [['nip', 'ni pppk', 'nomor', 'number'], ['nama', 'name'], ['unit'], ['mulai', 'from']],
  mappings: [['nip', 'ni pppk', 'nomor', 'number'], ['mesin', 'device'], ['pin']],
  roster: [['nip', 'ni pppk', 'nomor', 'number']],
  holidays: [
    ['tanggal', 'date'],
    ['jenis', 'kind'],
    ['kalender', 'calendar'],
    ['versi', 'version'],
    ['berlaku', 'from'],
  ],
};

/** Ends the transaction of a dry run, or of a file with problems. */
class Undone extends Error {}

/**
 * Reads a file and does all of it or nothing. Every problem is listed with its row; a dry run does everything up to the
 * commit, so that it finds what the real run would.
 * @throws IMPORT_UNREADABLE
 */
export async function importFile(
  context: ResultContext,
  kind: ImportKind,
  file: { readonly name: string; readonly content: Buffer },
  options: { readonly dryRun: boolean; readonly actor: string },
): Promise<ImportReport> {
  const { titles, rows } = await readSheet(file.name, file.content);
  const problems: Problem[] = COLUMNS[kind]
    .filter((names) => !names.some((name) => titles.includes(name)))
    .map(([column = '']) => ({ row: 1, column, text: noColumn(titles) }));
  if (problems.length > 0) return { kind, rows: rows.length, changed: 0, stored: false, problems };
  let changed = 0;
  try {
    await inTransaction(context.database.pool, async (client) => {
      problems.length = 0;
      changed = await WORK[kind]({ client, context, rows, actor: options.actor, problem: (one) => problems.push(one) });
      if (options.dryRun || problems.length > 0) throw new Undone();
      const details = { kind, rows: rows.length, changed };
      await auditOn(client, { actor: options.actor, action: `import.${kind}`, subject: kind, details });
    });
  } catch (error) {
    if (!(error instanceof Undone) && !(error instanceof Error && error.cause instanceof Undone)) throw error;
  }
  const isStored = !options.dryRun && problems.length === 0;
  return { kind, rows: rows.length, changed, stored: isStored, problems: problems.sort((a, b) => a.row - b.row) };
}
