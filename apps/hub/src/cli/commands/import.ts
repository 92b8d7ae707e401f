import { readFile } from 'node:fs/promises';
import { systemClock } from '@hadir/sdk/host';
import { Argument, type Command } from 'commander';
import { IMPORTS, type ImportKind, type ImportReport, importFile } from '../../attendance/index.js';
import type { CliContext } from '../context.js';
import { withDatabase } from '../direct.js';
import { cliError } from '../errors.js';
import { print, printJson, table } from '../output.js';

export function importCommand(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('import')
    .description(
      say({
        id: 'Impor unit, pegawai, PIN mesin, daftar piket atau hari libur dari XLSX/CSV; semua atau tidak sama sekali',
        en: 'Import units, people, PINs of devices, rosters or holidays from XLSX/CSV; all of it or nothing',
      }),
    )
    .addArgument(new Argument('<kind>').choices([...IMPORTS]))
    .argument('<file>')
    .option(
      '--dry-run',
      say({ id: 'periksa saja dan sebutkan semua masalah', en: 'only check, and list every problem' }),
    )
    .option('--json', 'JSON')
    .action(async (kind: ImportKind, file: string, options: { dryRun?: boolean; json?: boolean }, command: Command) => {
      const config = context.config(command);
      const content = await readFile(file).catch((cause: unknown) => {
        throw cliError('CLI_INPUT_UNREADABLE', { input: file, reason: (cause as Error).message }, cause);
      });
      const report = await withDatabase(config, (database) =>
        importFile(
          { database, clock: systemClock, zone: config.zone },
          kind,
          { name: file, content },
          {
            dryRun: options.dryRun ?? false,
            actor: 'local command line',
          },
        ),
      );
      if (options.json) printJson(report);
      else print(reportText(report, context));
      if (report.problems.length > 0) process.exitCode = 1;
    });
}

function reportText({ rows, changed, stored, problems }: ImportReport, { say, language }: CliContext): string {
  const sum = say({
    id: `${rows} baris dibaca, ${changed} data baru atau berubah, ${problems.length} masalah.`,
    en: `${rows} rows read, ${changed} new or changed records, ${problems.length} problems.`,
  });
  const verdict = stored
    ? say({ id: 'Disimpan.', en: 'Stored.' })
    : say({ id: 'Tidak ada yang disimpan.', en: 'Nothing was stored.' });
  if (problems.length === 0) return `${sum}\n${verdict}`;
  const head = say({ id: 'BARIS KOLOM MASALAH', en: 'ROW COLUMN PROBLEM' }).split(' ');
  return [
    table(
      head,
      problems.map(({ row, column, text }) => [String(row), column, text[language]]),
    ),
    sum,
    verdict,
  ].join('\n');
}
