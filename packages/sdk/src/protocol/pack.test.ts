import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PackedReadings, packReadings, unpackReadings } from './pack.js';

const MAX = 8 * 1024 * 1024;
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const there = (readings: readonly unknown[]) => unpackReadings(throughJson(packReadings(readings)), MAX);

describe('a packed batch', () => {
  test('comes back as JSON would bring it, whatever it holds, in the same order', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 3 }),
      object: fc.dictionary(fc.constantFrom('kind', 'key', 'time', 'raw', 'a', '1'), tie('any'), { maxKeys: 5 }),
    }));
    fc.assert(
      fc.property(fc.array(value.any, { maxLength: 60 }), (readings) => {
        expect(there(readings)).toEqual({ ok: true, readings: throughJson(readings) });
      }),
    );
  });

  test('writes what is the same once and leaves out what is undefined', () => {
    const packed = packReadings([
      { kind: 'punch', key: 'a', gone: undefined },
      { kind: 'punch', key: 'b' },
    ]);
    expect(packed).toEqual({
      groups: [{ form: { kind: 0, key: 1 }, rows: 2, columns: [{ same: 'punch' }, { each: ['a', 'b'] }] }],
    });
  });

  test('keeps the order of mixed forms', () => {
    const readings = [{ a: 1 }, { b: 2 }, { a: 3 }, { b: [4] }];
    expect(there(readings)).toEqual({ ok: true, readings });
  });

  test('cannot set a prototype', () => {
    const hostile: unknown = JSON.parse('[{"__proto__":{"polluted":true}}]');
    const packed = throughJson(packReadings(hostile as unknown[]));
    expect(packed.groups[0]?.form).toBe(0);
    const form: unknown = JSON.parse('{"__proto__":0}');
    const group = { form, rows: 1, columns: [{ same: 1 }] };
    expect(unpackReadings({ groups: [group] }, MAX)).toMatchObject({ ok: false });
  });
});

describe('a packed batch is refused when', () => {
  const refused = (packed: PackedReadings) => unpackReadings(packed, 1_000);
  test.each<[string, PackedReadings]>([
    ['a column is short', { groups: [{ form: { a: 0 }, rows: 2, columns: [{ each: [1] }] }] }],
    ['its form names no column', { groups: [{ form: { a: 7 }, rows: 1, columns: [{ same: 1 }] }] }],
    ['its form is none', { groups: [{ form: 'x', rows: 1, columns: [] }] }],
    ['the order is short', { groups: [{ form: 0, rows: 2, columns: [{ same: 1 }] }], order: [0] }],
    ['the order names another group', { groups: [{ form: 0, rows: 1, columns: [{ same: 1 }] }], order: [3] }],
    ['the order is missing', { groups: [1, 2].map((same) => ({ form: 0, rows: 1, columns: [{ same }] })) }],
    ['constants blow it up', { groups: [{ form: 0, rows: 5000, columns: [{ same: 'x'.repeat(100) }] }] }],
    ['groups add up to too many', { groups: [1, 2].map((same) => ({ form: 0, rows: 5000, columns: [{ same }] })) }],
  ])('%s', (_, packed) => {
    expect(refused(packed)).toMatchObject({ ok: false, path: expect.any(String), reason: expect.any(String) });
  });
});
