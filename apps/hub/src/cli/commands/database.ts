import type { Command } from 'commander';
import { readRunFile } from '../../runtime/run-file.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { print } from '../output.js';

export function databaseCommands(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('database')
    .description(say({ id: 'Basis data hub', en: "The hub's database" }))
    .command('url')
    .description(
      say({
        id: 'Alamat PostgreSQL beserta kata sandinya, untuk pg_dump dan psql; hub harus sedang berjalan',
        en: 'Address of PostgreSQL with its password, for pg_dump and psql; the hub must be running',
      }),
    )
    .action(async (_options: object, command: Command) => {
      const { database, stateFolder } = context.config(command);
      const url = database.url ?? (await readRunFile(stateFolder))?.databaseUrl;
      if (url === undefined) throw cliError('CLI_HUB_NOT_FOUND', { stateFolder });
      print(url);
    });
}
