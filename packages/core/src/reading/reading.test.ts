import { assertReadings, canonicalJson, canonicalReading, isHadirError, isReading } from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReading, punch } from '../../test/readings.js';

function faultOf(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    if (isHadirError(error)) return { code: error.code, path: error.details.path };
  }
  return null;
}

describe('reading checks', () => {
  it('names the reading and the place that is wrong', () => {
    const bad = { ...punch(), time: { form: 'wall', wall: '2026-07-15 07:21' } };
    const fault = faultOf(() => assertReadings([punch(), bad]));
    expect(fault).toMatchObject({ code: 'READING_INVALID', path: expect.stringMatching(/^\/1\/time/) });
  });

  it.each([
    ['no list', {}, ''],
    ['null', [null], '/0/kind'],
    ['an unknown kind', [{ ...punch(), kind: 'smell' }], '/0/kind'],
    ['an inherited kind', [{ ...punch(), kind: 'constructor' }], '/0/kind'],
    ['a field too many', [{ ...punch(), password: '1234' }], '/0/password'],
    ['a field too few', [{ ...punch(), deviceUserId: undefined }], '/0/deviceUserId'],
    ['an offset that is no number', [{ ...punch(), clockOffsetMs: Number.NaN }], '/0/clockOffsetMs'],
  ])('refuses %s', (_, value, path) => {
    expect(faultOf(() => assertReadings(value))).toEqual({ code: 'READING_INVALID', path });
  });
});

describe('canonical text', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(anyReading, fc.infiniteStream(fc.nat()), (reading, order) => {
        const shuffle = (value: unknown): unknown => {
          if (Array.isArray(value)) return value.map(shuffle);
          if (typeof value !== 'object' || value === null) return value;
          const entries = Object.entries(value).map((entry) => [order.next().value as number, entry] as const);
          entries.sort(([a], [b]) => a - b);
          return Object.fromEntries(entries.map(([, [key, member]]) => [key, shuffle(member)]));
        };
        const text = canonicalReading(reading);
        expect(canonicalReading(shuffle(reading) as typeof reading)).toBe(text);
        const back: unknown = JSON.parse(text);
        expect(isReading(back)).toBe(true);
        expect(canonicalJson(back as never)).toBe(text);
      }),
    );
  });

  it('means the same as the ordinary JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts keys by code unit and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: undefined, '10': 'x\n', '9': [] })).toBe('{"10":"x\\n","9":[],"b":1}');
  });
});
