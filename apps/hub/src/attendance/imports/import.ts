import { inTransaction } from '../../store/index.js';
import { auditOn } from '../audit.js';
import type { ResultContext } from '../context.js';
import { importHolidays } from './holidays.js';
import { importPeople } from './people.js';
import type { ImportReport, ImportWork, Problem } from './problem.js';
import { importRoster } from './roster.js';
import { readSheet } from './sheet.js';
import { importUnits } from './units.js';

export const IMPORTS = ['units', 'people', 'roster', 'holidays'] as const;
export type ImportKind = (typeof IMPORTS)[number];

const WORK: Readonly<Record<ImportKind, ImportWork>> = {
  units: importUnits,
  people: importPeople,
  roster: importRoster,
  holidays: importHolidays,
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
  file: string,
  options: { readonly dryRun: boolean; readonly actor: string },
): Promise<ImportReport> {
  const rows = await readSheet(file);
  const problems: Problem[] = [];
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
