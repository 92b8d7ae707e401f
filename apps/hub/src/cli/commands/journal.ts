import type { JournalReport } from '@hadir/sdk/client';
import type { Command } from 'commander';
import { connect } from '../connect.js';
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
      const report = process.env.HADIR_URL
        ? await (await connect(context, command)).journal.verify(options.device)
        : await verifyHere(context, command, options.device);
      if (options.json) printJson(report);
      else print(reportText(report, say));
      if (!report.ok) process.exitCode = 1;
    });
}

/** On the database itself, whether a hub runs on it or not. */
async function verifyHere(context: CliContext, command: Command, deviceId?: string): Promise<JournalReport> {
  const config = context.config(command);
  const [{ withDatabase }, { verifyJournal }] = await Promise.all([
    import('../direct.js'),
    import('../../journal/index.js'),
  ]);
  const report = await withDatabase(config, (database) =>
    verifyJournal(database, { stateFolder: config.stateFolder, ...(deviceId === undefined ? {} : { deviceId }) }),
  );
  return { ok: report.faults.length === 0, ...report };
}

function reportText(report: JournalReport, say: CliContext['say']): string {
  const { devices, rows, checkpoints, faults } = report;
  const sum = say({
    id: `${rows} baris dari ${devices} mesin diperiksa, ${checkpoints} titik periksa dibandingkan.`,
    en: `${rows} rows of ${devices} devices checked, ${checkpoints} checkpoints compared.`,
  });
  const verdict =
    faults.length === 0
      ? rows === 0
        ? say({
            id: 'Jurnal ini kosong: tidak ada yang dibuktikan. Benarkah folder keadaan (--state) atau HADIR_URL?',
            en: 'This journal is empty: nothing was proven. Is the state folder (--state) or HADIR_URL the right one?',
          })
        : say({ id: 'Jurnal utuh.', en: 'The journal is intact.' })
      : say({ id: 'JURNAL TIDAK UTUH:', en: 'THE JOURNAL IS NOT INTACT:' });
  return [
    sum,
    verdict,
    ...faults.map((one) => `✗ ${one.deviceId ?? '–'} #${one.seq ?? '–'} ${one.kind}: ${one.detail}`),
  ].join('\n');
}
