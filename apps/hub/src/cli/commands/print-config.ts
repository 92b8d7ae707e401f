import type { Command } from 'commander';
import { printConfig } from '../../config/index.js';
import type { CliContext } from '../context.js';
import { print } from '../output.js';

export function printConfigCommand(program: Command, context: CliContext): void {
  program
    .command('print-config')
    .description(
      context.say({
        id: 'Perlihatkan pengaturan yang berlaku, rahasia disamarkan',
        en: 'Show the settings in force, secrets hidden',
      }),
    )
    .action((_options: object, command: Command) => {
      print(printConfig(context.config(command)).trimEnd());
    });
}
