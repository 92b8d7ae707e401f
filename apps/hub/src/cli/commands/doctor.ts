import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { print, printJson } from '../output.js';

const MARKS = { ok: '✓', warning: '!', fault: '✗' } as const;

export function doctorCommand(program: Command, context: CliContext): void {
  const { say, language } = context;
  program
    .command('doctor')
    .description(
      say({
        id: 'Periksa mesin ini dan katakan apa yang perlu dilakukan',
        en: 'Examine this machine and say what to do',
      }),
    )
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { examine } = await import('../doctor/index.js');
      const findings = await examine(() => context.config(command), language);
      if (options.json) printJson(findings);
      else {
        for (const one of findings) {
          print(`${MARKS[one.state]} ${one.what}: ${one.found}`);
          if (one.remedy) print(`    → ${one.remedy}`);
        }
      }
      if (findings.some((one) => one.state === 'fault')) process.exitCode = 1;
    });
}
