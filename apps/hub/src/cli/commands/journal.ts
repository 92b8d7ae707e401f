import type { Command } from 'commander';
import type { JournalReport } from '../../journal/index.js';
import type { CliContext } from '../context.js';
import { print, printJson } from '../output.js';

export function journalCommands(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('journal')
    .description(say({ id: 'Jurnal', en: 'The journal' }))
    .command('verify')
    .description(
      say({
        id: 'Hitung ulang rantai hash: membuktikan tidak ada baris yang hilang atau diubah',
        en: 'Recompute the hash chain: proves that no row is missing or altered',
      }),
    )
    .option('--device <id>', say({ id: 'satu mesin saja', en: 'one device only' }))
    .option('--json', 'JSON')
    .action(async (options: { device?: string; json?: boolean }, command: Command) => {
      const config = context.config(command);
      const [{ withDatabase }, { verifyJournal }] = await Promise.all([
        import('../direct.js'),
        import('../../journal/index.js'),
      ]);
      const report = await withDatabase(config, (database) =>
        verifyJournal(database, {
          stateFolder: config.stateFolder,
          ...(options.device === undefined ? {} : { deviceId: options.device }),
        }),
      );
      if (options.json) printJson({ ok: report.faults.length === 0, ...report });
      else print(reportText(report, say));
      if (report.faults.length > 0) process.exitCode = 1;
    });
}

function reportText(report: JournalReport, say: CliContext['say']): string {
  const { devices, rows, checkpoints, faults } = report;
  const sum = say({
    id: `${rows} baris dari ${devices} mesin diperiksa, ${checkpoints} titik periksa dibandingkan.`,
    en: `${rows} rows of ${devices} devices checked, ${checkpoints} checkpoints compared.`,
  });
  const verdict =
    faults.length === 0
      ? say({ id: 'Jurnal utuh.', en: 'The journal is intact.' })
      : say({ id: 'JURNAL TIDAK UTUH:', en: 'THE JOURNAL IS NOT INTACT:' });
  return [
    sum,
    verdict,
    ...faults.map((one) => `✗ ${one.deviceId ?? '–'} #${one.seq ?? '–'} ${one.kind}: ${one.detail}`),
  ].join('\n');
}
