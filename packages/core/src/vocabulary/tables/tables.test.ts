import { BUILTIN_CODE_TABLES, DIRECTIONS, directionOf, METHODS, methodsOf, operationOf } from '@hadir/core';
import { describe, expect, it } from 'vitest';

const tables = BUILTIN_CODE_TABLES;

describe('code tables', () => {
  it('speak only words of the vocabulary and name their source', () => {
    for (const table of Object.values(tables)) {
      expect(table.source).not.toBe('');
      if (table.kind === 'verify')
        for (const methods of Object.values(table.codes)) expect(METHODS).toEqual(expect.arrayContaining([...methods]));
      if (table.kind === 'state') expect(DIRECTIONS).toEqual(expect.arrayContaining(Object.values(table.codes)));
      if (table.kind === 'operation')
        for (const { text } of Object.values(table.codes)) expect(text.id && text.en).toBeTruthy();
    }
  });

  it.each([
    ['zkteco.verify', 1, ['fingerprint']],
    ['zkteco.verify', 15, ['face']],
    ['zkteco.verify', 6, ['unknown']],
    ['zkteco.verify', 12, ['fingerprint', 'card', 'password']],
    ['zkteco.verify-legacy', 0, ['password']],
    ['zkteco.verify-legacy', 7, ['unknown']],
    ['fingerspot.verify', 6, ['vein']],
    ['solution.verify', 25, ['palm']],
    ['hikvision.verify', 75, ['face']],
    ['hikvision.verify', 38, ['fingerprint']],
    ['hikvision.verify', 1024, ['unknown']],
    ['dahua.verify', 15, ['face']],
    ['zkteco.state', 0, ['unknown']],
    ['__proto__', 0, ['unknown']],
  ])('%s %d means %j', (table, code, methods) => {
    expect(methodsOf(tables, { table, code })).toEqual(methods);
  });

  it('raise an alarm when the log is deleted or pointed elsewhere', () => {
    const isAlert = (code: number) => operationOf(tables, { table: 'zkteco.operation', code }).alert;
    expect([13, 21, 22, 23, 24, 55, 82, 83].every(isAlert)).toBe(true);
    expect([0, 1, 2, 4, 6, 30, 119, 999].some(isAlert)).toBe(false);
    expect(operationOf(tables, { table: 'hikvision.operation', code: 3 * 65536 + 1024 }).alert).toBe(true);
  });

  it('know the direction claimed', () => {
    expect(directionOf(tables, { table: 'zkteco.state', code: 1 })).toBe('out');
    expect(directionOf(tables, { table: 'zkteco.state', code: 255 })).toBe('unknown');
    expect(directionOf(tables, { table: 'hikvision.state', code: 2 })).toBe('out');
    expect(directionOf(tables, { table: 'dahua.state', code: 4 })).toBe('out');
    expect(directionOf(tables, undefined)).toBe('unknown');
  });
});
