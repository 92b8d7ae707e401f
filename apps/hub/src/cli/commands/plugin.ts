import { readFile } from 'node:fs/promises';
import { type ReplayReport, replay } from '@hadir/sdk/codec';
import type { Command } from 'commander';
import { pluginEntries } from '../../plugins/index.js';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { codecsOf, findPlugin } from '../find-plugin.js';
import { print, printJson, table } from '../output.js';

export function pluginCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const plugin = program.command('plugin').description(say({ id: 'Plugin', en: 'Plugins' }));

  plugin
    .command('list')
    .description(
      say({
        id: 'Plugin yang dipakai, dan keadaannya bila hub berjalan',
        en: 'Plugins in use, and how they run when a hub runs',
      }),
    )
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const hub = await connect(context, command).catch(() => null);
      const plugins = hub ? await hub.plugins.list() : listed(context, command);
      if (options.json) return printJson(plugins);
      print(
        table(
          [
            'ID',
            say({ id: 'VERSI', en: 'VERSION' }),
            say({ id: 'KEADAAN', en: 'STATE' }),
            say({ id: 'MASALAH', en: 'TROUBLE' }),
          ],
          plugins.map((one) => [
            one.id ?? one.source,
            one.version ?? '–',
            one.state,
            one.error ? `${one.error.code}: ${one.error.message}` : '',
          ]),
        ),
      );
    });

  plugin
    .command('test <plugin> <vectors>')
    .description(
      say({ id: 'Putar ulang vektor emas dan perlihatkan bedanya', en: 'Replay golden vectors and show what differs' }),
    )
    .option('--json', say({ id: 'satu objek JSON', en: 'one JSON object' }))
    .action(async (name: string, file: string, options: { json?: boolean }) => {
      const codecs = await codecsOf(findPlugin(name));
      const report = replay(codecs, await readJson(file));
      if (options.json) printJson(report);
      else print(reportText(report, say));
      if (report.failed > 0) process.exitCode = 1;
    });
}

interface Listed {
  readonly id: string | null;
  readonly source: string;
  readonly version: string | null;
  readonly state: string;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Without a hub: what its manifest says. */
function listed(context: CliContext, command: Command): readonly Listed[] {
  const config = context.config(command);
  return pluginEntries(config).map(({ source }): Listed => {
    try {
      const { manifest } = findPlugin(source, config.baseFolder);
      return { id: manifest.id, source, version: manifest.version, state: 'installed', error: null };
    } catch (error) {
      const { code = 'UNKNOWN', message = '' } = error as { code?: string; message?: string };
      return { id: null, source, version: null, state: 'refused', error: { code, message } };
    }
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    throw cliError('CLI_INPUT_UNREADABLE', { input: file, reason: (cause as Error).message }, cause);
  }
}

function reportText(report: ReplayReport, say: CliContext['say']): string {
  const lines = report.results
    .filter((result) => !result.ok)
    .flatMap((result) => [
      `✗ ${result.id} (${result.codec})`,
      ...result.diff.map(
        (one) =>
          `    ${one.path}: ${say({ id: 'diharapkan', en: 'expected' })} ${JSON.stringify(one.expected)}, ${say({ id: 'ternyata', en: 'got' })} ${JSON.stringify(one.got)}`,
      ),
    ]);
  const sum = say({
    id: `${report.passed} cocok, ${report.failed} berbeda`,
    en: `${report.passed} passed, ${report.failed} failed`,
  });
  return [...lines, sum].join('\n');
}
