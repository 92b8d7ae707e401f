import { type CivilDate, readEmployeeNumber, readNik } from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const today = '2026-07-15' as CivilDate;

describe('employee numbers', () => {
  it.each([
    ['1.98609E+17', 'EXCEL'],
    ['1,98609E+17', 'EXCEL'],
    ['198609262015051000.0', 'EXCEL'],
    [198609262015051000, 'EXCEL'],
    ['', 'EMPTY'],
    ['  ', 'EMPTY'],
    ['19860926201505100', 'LENGTH'],
    ['19860926201505100A', 'CHARACTERS'],
    ['198609262015053001', 'SEX'],
    ['198609262015051000', 'SEQUENCE'],
    ['198609262015001001', 'APPOINTMENT'],
    ['198609262027011001', 'APPOINTMENT'],
    ['198609262022201001', 'APPOINTMENT'],
    ['198609262022213001', 'SEX'],
    ['202701012020011001', 'BIRTH'],
    ['194001012015011001', 'AGE'],
  ])('refuses %s: %s', (value, reason) => {
    expect(readEmployeeNumber(value, today)).toEqual({ ok: false, reason });
  });

  it('takes an apostrophe and hard blanks for what they are', () => {
    expect(readEmployeeNumber("'19860926\u00a0201505 1 001", today)).toMatchObject({ number: '198609262015051001' });
  });

  it('draws the line of age at the month of the eighteenth birthday', () => {
    expect(readEmployeeNumber('200007152018071001', today)).toMatchObject({ ok: true });
    expect(readEmployeeNumber('200008152018071001', today)).toEqual({ ok: false, reason: 'AGE' });
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{15,19}$/)), (text) => {
        for (const read of [readEmployeeNumber(text, today), readNik(text, today)]) {
          if (read.ok) expect(read.number).toMatch(/^\d{16}(\d\d)?$/);
          else expect(read.reason).not.toBe('');
        }
      }),
    );
  });
});

describe('NIK', () => {
  it.each([
    ['0909014107850002', 'AREA'],
    ['7300014107850002', 'AREA'],
    ['7309014107850000', 'SEQUENCE'],
    ['7309010000850002', 'BIRTH'],
    ['7309017202850002', 'BIRTH'],
    ['730901410785000', 'LENGTH'],
  ])('refuses %s: %s', (value, reason) => {
    expect(readNik(value, today)).toEqual({ ok: false, reason });
  });

  it('takes the latest century that is not the future', () => {
    expect(readNik('7309011507260001', today)).toMatchObject({ birthDate: '2026-07-15' });
    expect(readNik('7309011607260001', today)).toMatchObject({ birthDate: '1926-07-16' });
  });
});
