import type { CandidateView } from '@hadir/sdk/client';
import type { Command } from 'commander';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { keyValues } from '../key-values.js';
import { print, printJson, table } from '../output.js';

export function inboxCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const inbox = program
    .command('inbox')
    .description(
      say({ id: 'Mesin yang terlihat tetapi belum diterima', en: 'Devices that were seen and are not adopted' }),
    );

  inbox
    .command('list')
    .description(say({ id: 'Isi kotak masuk', en: 'What is in the inbox' }))
    .option('--discover <plugin>', say({ id: 'cari dahulu di jaringan', en: 'look on the network first' }))
    .option('--json', 'JSON')
    .action(async (options: { discover?: string; json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      if (options.discover !== undefined) await hub.inbox.discover(options.discover);
      const candidates: CandidateView[] = [];
      for await (const one of hub.inbox.list({ state: 'new', limit: 200 })) candidates.push(one);
      if (options.json) return printJson(candidates);
      const head = ['PLUGIN', 'KEY', 'NAME', 'SEEN', 'CONFIG'];
      print(
        table(
          head,
          candidates.map((one) => [one.pluginId, one.key, one.name, String(one.timesSeen), JSON.stringify(one.config)]),
        ),
      );
    });

  inbox
    .command('adopt <plugin> <key> [settings...]')
    .description(
      say({ id: 'Terima sebuah mesin; pengaturan sebagai kunci=nilai', en: 'Adopt a device; settings as key=value' }),
    )
    .option('--name <name>', say({ id: 'nama', en: 'name' }))
    .option('--zone <zone>', say({ id: 'zona waktu tempatnya', en: 'time zone of its place' }))
    .option('--json', 'JSON')
    .action(
      async (
        plugin: string,
        key: string,
        settings: readonly string[],
        options: { name?: string; zone?: string; json?: boolean },
        command: Command,
      ) => {
        const hub = await connect(context, command);
        const made = await hub.inbox.adopt(plugin, key, {
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(options.zone === undefined ? {} : { zone: options.zone }),
          config: keyValues(settings),
        });
        if (options.json) return printJson(made);
        print(
          say({
            id: `Mesin "${made.name}" diterima: ${made.deviceId}`,
            en: `Device "${made.name}" adopted: ${made.deviceId}`,
          }),
        );
      },
    );
}
