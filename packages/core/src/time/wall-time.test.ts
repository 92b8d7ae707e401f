import { HadirError, parseWall, tryParseWall } from '@hadir/core';
import { describe, expect, it } from 'vitest';

describe('wall time', () => {
  it('reads a device time with a blank or a T', () => {
    expect(tryParseWall('2026-07-15 07:30:59')).toBe('2026-07-15T07:30:59');
    expect(tryParseWall('2026-07-15T07:30:59')).toBe('2026-07-15T07:30:59');
  });

  it.each([
    '2024-02-31 12:00:00',
    '2023-02-29 00:00:00',
    '2024-13-01 00:00:00',
    '2024-01-01 24:00:00',
    '',
    '1971--10--29 -23:-27:-54',
  ])('refuses %j, which no calendar has', (text) => {
    expect(tryParseWall(text)).toBeNull();
    expect(() => parseWall(text)).toThrow(HadirError);
  });
});
