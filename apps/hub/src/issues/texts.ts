import { CORE_ERRORS, type ErrorTable, fillText, type Language, type LocalizedText } from '@hadir/core';
import type { Manifest } from '@hadir/sdk';

/** What a code means to an operator. */
export interface CodeTexts {
  readonly message: LocalizedText;
  readonly remedy: LocalizedText;
}

export type CodeBook = (code: string, pluginId?: string | null) => CodeTexts | null;

/** Looks a code up in the tables of the hub, then in the one of the plugin that raised it, then in those of all plugins. */
export function createCodeBook(
  tables: readonly ErrorTable[],
  manifests: () => ReadonlyMap<string, Manifest>,
): CodeBook {
  const own = new Map<string, CodeTexts>([CORE_ERRORS, ...tables].flatMap((table) => Object.entries(table)));
  return (code, pluginId) => {
    const found = own.get(code);
    if (found) return found;
    const mine = pluginId ? manifests().get(pluginId)?.errors?.[code] : undefined;
    if (mine) return mine;
    for (const manifest of manifests().values()) {
      const texts = manifest.errors?.[code];
      if (texts) return texts;
    }
    return null;
  };
}

/** The texts filled with the facts of one case; the code itself when nobody knows what it means. */
export function speak(
  texts: CodeTexts | null,
  code: string,
  details: Readonly<Record<string, unknown>>,
  language: Language,
): { readonly message: string; readonly remedy: string | null } {
  if (!texts) return { message: code, remedy: null };
  return { message: fillText(texts.message[language], details), remedy: fillText(texts.remedy[language], details) };
}
