import { cp, readFile, stat } from 'node:fs/promises';
import { type CaseReport, readCaseFile, runCases } from '@hadir/core';
import { systemClock } from '@hadir/sdk/host';
import { type Command, InvalidArgumentError } from 'commander';
import type { Database } from '../../store/index.js';
import type { CliContext } from '../context.js';
import { withDatabase } from '../direct.js';
import { cliError } from '../errors.js';
import type { Say } from '../language.js';
import { print, printJson, table } from '../output.js';

/** Whoever can read the state folder or knows DATABASE_URL has the hub in hand already. */
const LOCAL_ACTOR = 'local command line';
const MAX_INPUT_BYTES = 64 * 1024 * 1024;

export function rulesCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const rules = program
    .command('rules')
    .description(say({ id: 'Aturan kehadiran: kalender, jadwal, profil', en: 'Attendance rules' }));

  rules
    .command('test <file>')
    .description(
      say({
        id: 'Uji aturan dengan contoh-contoh dalam sebuah berkas; tanpa hub, tanpa basis data',
        en: 'Prove rules by the worked examples of a file; needs no hub and no database',
      }),
    )
    .option('--json', 'JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const report = runCases(readCaseFile(await readJson(file)));
      if (options.json) printJson(report);
      else print(reportText(report, say));
      if (report.failed > 0) process.exitCode = 1;
    });

  rules
    .command('init <folder>')
    .description(
      say({
        id: 'Salin aturan bawaan ke sebuah folder untuk disunting',
        en: 'Copy the shipped rules to a folder, to be edited',
      }),
    )
    .action(async (folder: string) => {
      const { shippedRules } = await import('../../attendance/index.js');
      // What is there already may have been edited.
      await cp(shippedRules(), folder, { recursive: true, force: false, errorOnExist: false });
      print(say({ id: `Aturan bawaan ada di ${folder}.`, en: `The shipped rules are in ${folder}.` }));
    });

  rules
    .command('load [paths...]')
    .description(
      say({
        id: 'Muat berkas aturan atau folder; tanpa nama, aturan bawaan. Versi yang sama tidak diubah',
        en: 'Load rule files or folders; without any, the shipped rules. A version that is there is left alone',
      }),
    )
    .option('--json', 'JSON')
    .action(async (paths: string[], options: { json?: boolean }, command: Command) => {
      const { loadRuleFiles, shippedRules } = await import('../../attendance/index.js');
      const config = context.config(command);
      const loaded = await withDatabase(config, (database) =>
        loadRuleFiles(
          { database, clock: systemClock, zone: config.zone },
          paths.length === 0 ? [shippedRules()] : paths,
          LOCAL_ACTOR,
        ),
      );
      if (options.json) return printJson(loaded);
      const state = (added: boolean) =>
        added ? say({ id: 'dimuat', en: 'loaded' }) : say({ id: 'sudah ada', en: 'was there' });
      print(
        table(
          ['KIND', 'NAME', 'VERSION', ''],
          loaded.map((one) => [one.kind, one.name, one.version, state(one.added)]),
        ),
      );
    });

  rules
    .command('assign <kind> <name>')
    .description(
      say({
        id: 'Tetapkan jadwal (schedule) atau profil (profile) untuk semua, atau satu unit',
        en: 'Let a schedule or profile hold for everybody, or for a unit and what is below it',
      }),
    )
    .requiredOption('--from <date>', say({ id: 'mulai berlaku, TTTT-BB-HH', en: 'first day, YYYY-MM-DD' }))
    .option('--unit <code>', say({ id: 'kode unit', en: 'code of the unit' }))
    .action(async (kind: string, name: string, options: { from: string; unit?: string }, command: Command) => {
      if (kind !== 'schedule' && kind !== 'profile') throw new InvalidArgumentError('schedule, profile');
      const { assign } = await import('../../attendance/index.js');
      const config = context.config(command);
      await withDatabase(config, async (database) => {
        const unitId = options.unit === undefined ? null : await unitByCode(database, options.unit);
        const scope = { kind, name, unitId, validFrom: options.from } as const;
        await assign({ database, clock: systemClock, zone: config.zone }, scope, LOCAL_ACTOR);
      });
      print(say({ id: `${name} berlaku mulai ${options.from}.`, en: `${name} holds from ${options.from}.` }));
    });
}

/** @throws CLI_UNIT_NOT_FOUND */
async function unitByCode(database: Database, code: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>('select id from organisation_unit where code = $1', [
    code,
  ]);
  const id = rows[0]?.id;
  if (id === undefined) throw cliError('CLI_UNIT_NOT_FOUND', { code });
  return id;
}

/** @throws CLI_INPUT_UNREADABLE */
async function readJson(input: string): Promise<unknown> {
  const unreadable = (reason: string, cause?: unknown) => cliError('CLI_INPUT_UNREADABLE', { input, reason }, cause);
  try {
    if ((await stat(input)).size > MAX_INPUT_BYTES) throw unreadable('> 64 MiB');
    // Files that Windows editors write begin with a byte order mark.
    return JSON.parse((await readFile(input, 'utf8')).replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    if (cause instanceof Error && 'definition' in cause) throw cause;
    throw unreadable((cause as Error).message, cause);
  }
}

function reportText({ passed, failed, results }: CaseReport, say: Say): string {
  const wrong = results.filter(({ ok }) => !ok);
  const lines = wrong.flatMap(({ id, title, diff, error }) => [
    `✗ ${id} ${title}`.trimEnd(),
    ...(error === null ? [] : [`    ${error.code}: ${error.message}`]),
    ...diff.map(({ path, expected, got }) => {
      const place = path === '' ? '' : `${path.slice(1)}: `;
      return `    ${place}${say({ id: 'seharusnya', en: 'expected' })} ${shown(expected)}, ${say({ id: 'ternyata', en: 'got' })} ${shown(got)}`;
    }),
  ]);
  const sum = say({
    id: `${passed + failed} contoh: ${passed} sesuai, ${failed} berbeda.`,
    en: `${passed + failed} examples: ${passed} as expected, ${failed} differ.`,
  });
  return [...lines, sum].join('\n');
}

function shown(value: unknown): string {
  return value === undefined ? '–' : JSON.stringify(value);
}
