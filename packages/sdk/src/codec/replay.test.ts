import { defineErrors, errorFactory, HadirError } from '@hadir/core';
import { describe, expect, it } from 'vitest';
import { bytesFromHex, type Codecs, codecInputBytes, replay, subsetDifferences } from './index.js';

const boom = errorFactory(
  defineErrors({
    TEST_REFUSED: {
      status: 422,
      retryable: false,
      fault: 'device',
      message: { id: 'ditolak', en: 'refused' },
      remedy: { id: '-', en: '-' },
    },
  }),
);

const codecs: Codecs = {
  length: {
    name: 'length',
    description: 'counts bytes',
    decode: (input, context) => ({ bytes: input.length, at: context.at ?? null }),
  },
  refuse: {
    name: 'refuse',
    description: 'refuses everything',
    decode: () => {
      throw boom('TEST_REFUSED');
    },
  },
  crash: {
    name: 'crash',
    description: 'has a bug',
    decode: () => {
      throw new RangeError('index out of range');
    },
  },
};

const one = (vector: Record<string, unknown>) => {
  const report = replay(codecs, { vectors: [{ id: 'v', input: { hex: '0102' }, codec: 'length', ...vector }] });
  const [result] = report.results;
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('replay', () => {
  it('compares the named keys only', () => {
    expect(one({ expect: { bytes: 2 } })).toMatchObject({ ok: true, diff: [] });
    expect(one({ expect: { bytes: 3 } })).toMatchObject({
      ok: false,
      diff: [{ path: '$.bytes', expected: 3, got: 2 }],
    });
  });

  it('hands the context to the codec', () => {
    expect(one({ context: { at: 'gate' }, expect: { at: 'gate' } }).ok).toBe(true);
  });

  it('wants a coded refusal where expect is null', () => {
    expect(one({ codec: 'refuse', expect: null })).toMatchObject({
      ok: true,
      got: { error: { code: 'TEST_REFUSED' } },
    });
    expect(one({ expect: null }).ok).toBe(false);
  });

  it('counts a refusal as failure where a value was expected, or nothing was said', () => {
    expect(one({ codec: 'refuse', expect: { bytes: 2 } }).ok).toBe(false);
    expect(one({ codec: 'refuse' }).ok).toBe(false);
  });

  it('only wants an answer where expect is left out', () => {
    expect(one({})).toMatchObject({ ok: true, got: { bytes: 2 } });
  });

  it.each([
    ['an exception that is not coded', { codec: 'crash', expect: null }, 'CODEC_CRASHED'],
    ['an unknown codec', { codec: 'nobody', expect: null }, 'CODEC_UNKNOWN'],
    ['a name from the object prototype', { codec: 'constructor', expect: null }, 'CODEC_UNKNOWN'],
    ['input that is not hexadecimal', { input: { hex: 'xy' }, expect: null }, 'CODEC_INPUT_INVALID'],
  ])('fails for %s even where a refusal was expected', (_, vector, code) => {
    expect(one(vector)).toMatchObject({ ok: false, got: { error: { code } } });
  });

  it('names the vector by id, else name, else its place', () => {
    const report = replay(codecs, {
      vectors: [
        { name: 'by name', codec: 'length', input: { text: 'é' }, expect: { bytes: 2 } },
        { codec: 'length', input: { json: { a: 1 } }, expect: { bytes: 7 } },
      ],
    });
    expect(report).toMatchObject({ passed: 2, failed: 0 });
    expect(report.results.map((r) => r.id)).toEqual(['by name', '#1']);
  });

  it.each([[null], [[]], [{}], [{ vectors: [{ codec: 'x' }] }], [{ vectors: [{ codec: 'x', input: { hex: 1 } }] }]])(
    'refuses %j, which is no vector file',
    (file) => {
      expect(() => replay(codecs, file)).toThrow(HadirError);
    },
  );
});

describe('subset', () => {
  it('compares arrays element by element and numbers within the tolerance', () => {
    expect(subsetDifferences({ a: [1, { b: 0.1 }] }, { a: [1, { b: 0.1 + 1e-8, c: 1 }], d: 1 })).toEqual([]);
    expect(subsetDifferences([1, 2], [1, 2, 3])).toHaveLength(1);
    expect(subsetDifferences({ a: null }, {})).toEqual([{ path: '$.a', expected: null }]);
    expect(subsetDifferences('7', 7)).toHaveLength(1);
  });
});

describe('input', () => {
  it('reads hexadecimal with blanks and colons', () => {
    expect(bytesFromHex('50:50 82\n7D')).toEqual(Uint8Array.of(0x50, 0x50, 0x82, 0x7d));
    expect(() => bytesFromHex('123')).toThrow(HadirError);
    expect(codecInputBytes({ text: '' })).toHaveLength(0);
  });
});
