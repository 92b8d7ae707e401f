import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, parseTextEncoding, TEXT_ENCODINGS } from './text.js';

describe('text of fixed fields', () => {
  it('ends at the first NUL', () => {
    expect(decodeText(Buffer.from('Ned\0garbage'), 'utf-8')).toEqual({ text: 'Ned', fallback: false });
  });

  it('falls back and says so', () => {
    expect(decodeText(Buffer.from([0x4a, 0x6f, 0x73, 0xe9, 0x80]), 'utf-8')).toEqual({ text: 'José€', fallback: true });
  });

  it('drops what could break logs', () => {
    expect(decodeText(Buffer.from('a\r\nb\tc\x1b'), 'utf-8').text).toBe('abc');
  });

  it('never cuts through a character', () => {
    const arabic = 'عبد الرحمن بن عوف';
    const { bytes, cut } = encodeText(arabic, 'utf-8', 24);
    expect(cut).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(24);
    expect(decodeText(bytes, 'utf-8').fallback).toBe(false);
    expect(arabic.startsWith(decodeText(bytes, 'utf-8').text)).toBe(true);
  });

  it.each([
    ['gbk', '王小明'],
    ['windows-1256', 'محمد'],
    ['windows-1251', 'Иванов'],
    ['windows-1252', 'José €'],
    ['windows-874', 'สมชาย'],
    ['big5', '陳大文'],
  ] as const)('writes and reads %s', (encoding, name) => {
    const { bytes, replaced } = encodeText(name, encoding, 24);
    expect(replaced).toBe(0);
    expect(decodeText(bytes, encoding)).toEqual({ text: name, fallback: false });
  });

  it('counts the characters that an encoding lacks', () => {
    expect(encodeText('a王b', 'windows-1252', 24)).toEqual({
      bytes: Uint8Array.from(Buffer.from('a?b')),
      cut: false,
      replaced: 1,
    });
  });

  it('fits the field and reads back for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...TEXT_ENCODINGS),
        fc.nat({ max: 24 }),
        (text, encoding, max) => {
          const { bytes, cut, replaced } = encodeText(text, encoding, max);
          expect(bytes.length).toBeLessThanOrEqual(max);
          const back = decodeText(bytes, encoding);
          expect(back.fallback).toBe(false);
          if (!cut && replaced === 0) expect(back.text).toBe(text.replace(/[\p{Cc}\p{Cs}]/gu, ''));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses an encoding that nobody knows', () => {
    expect(parseTextEncoding(' GBK ')).toBe('gbk');
    expect(() => parseTextEncoding('ebcdic')).toThrow(/ZK_ENCODING_UNKNOWN/);
  });
});
