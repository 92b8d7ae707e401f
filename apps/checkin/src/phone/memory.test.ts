import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Memory, readMemory, writeMemory } from './memory.js';

function storage(first?: string): Storage {
  const kept = new Map(first === undefined ? [] : [['hadir.checkin', first]]);
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    removeItem: (key) => void kept.delete(key),
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

const EMPTY = readMemory(null);

describe('what the phone keeps', () => {
  it('comes back as it was written', () => {
    const memory: Memory = {
      credentialId: 'abc',
      personName: 'Yohana',
      siteName: 'Kantor Bupati',
      language: 'en',
      last: { direction: 'in', at: '2026-11-23T23:31:00.000Z' },
    };
    const kept = storage();
    expect(writeMemory(kept, memory)).toBe(true);
    expect(readMemory(kept)).toEqual(memory);
  });

  it('is empty when storage is closed, full, or holds something else', () => {
    expect(EMPTY).toEqual({ credentialId: null, personName: null, siteName: null, language: null, last: null });
    expect(writeMemory(null, EMPTY)).toBe(false);
    const full = { ...storage(), setItem: () => fullError() };
    expect(writeMemory(full, EMPTY)).toBe(false);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { credentialId, language } = readMemory(storage(text));
        return (credentialId === null || typeof credentialId === 'string') && [null, 'id', 'en'].includes(language);
      }),
    );
  });
});

function fullError(): never {
  throw new DOMException('full', 'QuotaExceededError');
}
