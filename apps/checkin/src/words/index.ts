import { en } from './en.js';
import { id } from './id.js';

export type { Words } from './words.js';

export type Language = 'id' | 'en';
export const WORDS = { id, en } as const;

/** The first language of the browser that the app speaks; Indonesian when there is none. Old Androids say `in`. */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'id' || base === 'in' || base === 'ms') return 'id';
    if (base === 'en') return 'en';
  }
  return 'id';
}
