import { describe, expect, it } from 'vitest';
import { pickLanguage, WORDS } from './index.js';

/** Every text of one language by its place. */
function texts(value: unknown, place = ''): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[place, value]]);
  if (typeof value === 'function') return new Map([[place, String(value(7, '07.30'))]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([key, part]) => [...texts(part, `${place}/${key}`)]));
}

describe('the words', () => {
  it('are complete in both languages, and different', () => {
    const [id, en] = [texts(WORDS.id), texts(WORDS.en)];
    expect([...en.keys()].sort()).toEqual([...id.keys()].sort());
    // The same in both languages.
    const alike = new Set(['/unsupported/parts/bluetooth']);
    for (const [place, text] of id) {
      expect(text.trim().length, place).toBeGreaterThan(0);
      if (!alike.has(place)) expect(en.get(place), place).not.toBe(text);
    }
  });

  it('follow the browser, also an old Android that says "in" for Indonesian', () => {
    expect(pickLanguage(['in-ID', 'en-US'])).toBe('id');
    expect(pickLanguage(['fr-FR', 'en-GB', 'id'])).toBe('en');
    expect(pickLanguage(['fr'])).toBe('id');
    expect(pickLanguage([])).toBe('id');
  });
});
