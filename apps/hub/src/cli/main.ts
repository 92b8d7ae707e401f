import { CommanderError } from 'commander';
import { cliLanguage } from './language.js';
import { createProgram } from './program.js';
import { reportError } from './report-error.js';

const language = cliLanguage(process.argv, process.env);

// A reader that goes away (`hadir event list | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

try {
  await createProgram(language).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    reportError(error, language);
    process.exitCode = 1;
  }
}
