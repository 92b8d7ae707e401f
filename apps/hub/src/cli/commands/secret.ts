import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { print } from '../output.js';

export function secretCommands(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('secret')
    .description(
      say({
        id: 'Kunci rahasia yang menyegel pengaturan mesin',
        en: 'The secret key that seals device configurations',
      }),
    )
    .command('rotate')
    .description(say({ id: 'Segel ulang semuanya dengan kunci baru', en: 'Seal everything anew with a new key' }))
    .action(async (_options: object, command: Command) => {
      const config = context.config(command);
      const [{ withDatabase }, { rotateSecret }] = await Promise.all([
        import('../direct.js'),
        import('../../devices/index.js'),
      ]);
      const { keyId, resealed } = await withDatabase(config, (database) =>
        rotateSecret(database, config, 'local command line'),
      );
      print(
        say({
          id: `Kunci ${keyId} berlaku; ${resealed} pengaturan disegel ulang. Cadangkan kunci yang baru.`,
          en: `Key ${keyId} is in force; ${resealed} configurations were sealed anew. Back up the new key.`,
        }),
      );
    });
}
