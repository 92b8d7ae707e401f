import type { Language, LocalizedText } from '@hadir/core';

export type Say = (text: LocalizedText) => string;

/** `--lang`, else HADIR_LANG, LC_ALL, LC_MESSAGES, LANG; Indonesian for `id…`, English for all else. */
export function cliLanguage(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const stated = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  const locale = stated ?? env.HADIR_LANG ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG) ?? '';
  return locale.toLowerCase().startsWith('id') ? 'id' : 'en';
}
