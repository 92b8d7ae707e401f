import { type CivilDate, isHadirError, type Unit, unitTree } from '@hadir/core';
import { describe, expect, it } from 'vitest';

const unit = (id: string, parentId: string | null, kind: Unit['kind'] = 'dinas'): Unit => ({
  id,
  parentId,
  kind,
  name: id,
  from: '2020-01-01' as CivilDate,
  to: null,
});
const code = (expected: string) => expect.toSatisfy((e: unknown) => isHadirError(e) && e.code === expected);

describe('unit tree', () => {
  const tree = unitTree([
    unit('puskesmas-bantimurung', 'dinkes', 'puskesmas'),
    unit('maros', null, 'regency'),
    unit('dinkes', 'maros'),
    unit('turikale', 'maros', 'kecamatan'),
  ]);

  it('walks up and down', () => {
    expect(tree.roots.map((u) => u.id)).toEqual(['maros']);
    expect(tree.ancestorsOf('puskesmas-bantimurung').map((u) => u.id)).toEqual(['dinkes', 'maros']);
    expect(tree.descendantsOf('maros').map((u) => u.id)).toEqual(['dinkes', 'turikale', 'puskesmas-bantimurung']);
    expect(tree.childrenOf('nowhere')).toEqual([]);
    expect(tree.ancestorsOf('nowhere')).toEqual([]);
  });

  it('refuses trees that are none', () => {
    expect(() => unitTree([unit('a', 'b'), unit('b', 'a')])).toThrow(code('UNIT_CYCLE'));
    expect(() => unitTree([unit('a', 'a')])).toThrow(code('UNIT_CYCLE'));
    expect(() => unitTree([unit('a', 'x')])).toThrow(code('UNIT_PARENT_UNKNOWN'));
    expect(() => unitTree([unit('a', null), unit('a', null)])).toThrow(code('UNIT_DUPLICATE'));
  });
});
