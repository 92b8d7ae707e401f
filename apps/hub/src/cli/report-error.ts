import { isHadirError, type Language } from '@hadir/core';

/** What went wrong and what to do, on stderr; the stack only with HADIR_DEBUG, for it helps nobody else. */
export function reportError(error: unknown, language: Language): void {
  if (isHadirError(error)) {
    const label = language === 'id' ? 'Yang dapat dilakukan' : 'What to do';
    process.stderr.write(`${error.code}: ${error.text(language)}\n${label}: ${error.remedy(language)}\n`);
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  if (process.env.HADIR_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
