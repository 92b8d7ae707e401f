import { assertMappingFits, type CivilDate, type DeviceUserMapping, indexMappings, isHadirError } from '@hadir/core';
import { describe, expect, it } from 'vitest';

const date = (text: string) => text as CivilDate;
function mapping(personId: string, from: string, to: string | null, change: Partial<DeviceUserMapping> = {}) {
  return {
    deviceId: 'sn1',
    deviceUserId: '101',
    personId,
    from: date(from),
    to: to === null ? null : date(to),
    ...change,
  };
}
const code = (expected: string) => expect.toSatisfy((e: unknown) => isHadirError(e) && e.code === expected);

describe('mapping', () => {
  const index = indexMappings([
    mapping('ani', '2020-01-01', '2025-12-31'),
    mapping('budi', '2026-01-01', null),
    mapping('citra', '2020-01-01', null, { deviceId: 'sn2' }),
  ]);

  it('hands a number on when its owner leaves, to the day', () => {
    expect(index.personOf('sn1', '101', date('2025-12-31'))).toBe('ani');
    expect(index.personOf('sn1', '101', date('2026-01-01'))).toBe('budi');
    expect(index.personOf('sn1', '101', date('2019-12-31'))).toBeNull();
    expect(index.personOf('sn2', '101', date('2026-01-01'))).toBe('citra');
    expect(index.personOf('sn1', '0101', date('2026-01-01'))).toBeNull();
  });

  it('refuses two owners on one day', () => {
    const existing = [mapping('ani', '2020-01-01', '2025-12-31')];
    expect(() => assertMappingFits(existing, mapping('budi', '2025-12-31', null))).toThrow(code('MAPPING_OVERLAP'));
    expect(() => assertMappingFits(existing, mapping('budi', '2026-01-01', null))).not.toThrow();
    expect(() => assertMappingFits([], mapping('budi', '2026-01-02', '2026-01-01'))).toThrow(code('MAPPING_RANGE'));
    expect(() => indexMappings([mapping('ani', '2020-01-01', null), mapping('budi', '2024-01-01', null)])).toThrow(
      code('MAPPING_OVERLAP'),
    );
  });
});
