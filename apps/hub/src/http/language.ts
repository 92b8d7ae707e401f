import { LANGUAGES, type Language } from '@hadir/core';

/** Picks by Accept-Language (RFC 9110 §12.5.4): the highest quality among the languages that Hadir speaks. */
export function pickLanguage(header: string | undefined, fallback: Language): Language {
  if (header === undefined || header.length > 500) return fallback;
  let best: Language | null = null;
  let bestQuality = 0;
  for (const part of header.split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = LANGUAGES.find((known) => range === known || range.startsWith(`${known}-`));
    const stated = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
    const quality = stated === undefined ? 1 : Number(stated);
    if (language && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best ?? fallback;
}
