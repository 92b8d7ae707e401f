import { describe, expect, it } from 'vitest';
import { pickLanguage } from './language.js';
import { unstorable } from './unstorable.js';

describe('pickLanguage', () => {
  it.each([
    ['id', 'id'],
    ['en-GB,id;q=0.5', 'en'],
    ['fr,id-ID;q=0.8,en;q=0.3', 'id'],
    ['fr', 'en'],
    ['en;q=0,id;q=0.1', 'id'],
    ['', 'en'],
    [undefined, 'en'],
    ['id'.padEnd(1000, ','), 'en'],
  ] as const)('of %j is %s', (header, language) => {
    expect(pickLanguage(header, 'en')).toBe(language);
  });
});

describe('unstorable', () => {
  it('finds what no column holds, wherever it is', () => {
    expect(unstorable({ a: ['ok', { b: 'x\u0000' }] })?.pointer).toBe('/a/1/b');
    expect(unstorable({ 'k\u0000': 1 })?.keyword).toBe('text');
    expect(unstorable('\ud800')?.keyword).toBe('text');
    expect(unstorable({ text: 'Nur 😀 é', n: 1, none: null, yes: true })).toBeNull();
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(unstorable(deep)?.keyword).toBe('depth');
  });
});
