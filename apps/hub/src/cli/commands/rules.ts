import { readFile, stat } from 'node:fs/promises';
import { type CaseReport, readCaseFile, runCases } from '@hadir/core';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import type { Say } from '../language.js';
import { print, printJson } from '../output.js';

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
