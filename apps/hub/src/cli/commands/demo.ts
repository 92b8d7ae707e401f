import { type Command, InvalidArgumentError } from 'commander';
import type { CliContext } from '../context.js';

export function demoCommand(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('demo')
    .description(
      say({
        id: 'Jalankan hub dengan tiga mesin ZKTeco tiruan dan perlihatkan kehadiran yang masuk',
        en: 'Run a hub with three simulated ZKTeco terminals and show attendance as it arrives',
      }),
    )
    .option('--for <seconds>', say({ id: 'selesai sendiri sesudahnya', en: 'end by itself after that' }), parseSeconds)
    .option(
      '--folder <folder>',
      say({ id: 'tempat menyimpan keadaan peragaan', en: 'where the demonstration keeps its state' }),
      './.hadir-demo',
    )
    .action(async (options: { for?: number; folder: string }) => {
      const { runDemo } = await import('../../demo/index.js');
      await runDemo({ folder: options.folder, seconds: options.for ?? null, language: context.language });
    });
}

function parseSeconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('1–999999');
  return Number(text);
}
