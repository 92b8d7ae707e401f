import { isHadirError, readCaseFile, runCases } from '@hadir/core';
import { describe, expect, it } from 'vitest';

/** A small file in the older spelling, as regencies have them. */
const legacy = {
  calendars: { C: { holidays: [], cuti_bersama: [], ramadan: ['2026-02-19', '2026-03-20'], ramadan_note: 'x' } },
  schedules: {
    S: {
      tz: 'Asia/Makassar',
      calendar: 'C',
      shift: false,
      flex: { kind: 'block', tolerance_min: 30, add_min: 30 },
      days: {
        '1-5': {
          start: '07:30:00',
          end: '16:00:00',
          break_min: 60,
          in_window: ['06:00:00', '12:00:00'],
          out_window: ['12:00:01', '23:00:00'],
        },
      },
    },
  },
  profiles: {
    P: {
      base_share: 0.4,
      cap_pct: 100,
      tl: [[1, null, 0.5, 'TL']],
      psw: [[1, null, 0.5, 'PSW']],
      missing_in: [1.5, 'TL4'],
      missing_out: [1.5, 'PSW4'],
      absent_pct: 3,
      apel_absent_pct: 2,
    },
  },
  pp94: { minutes_per_day: 450, ladder: [[3, null, 'TEGURAN_LISAN']], consecutive_limit: 10 },
  cases: [
    {
      id: 'D1',
      category: 'D',
      given: {
        date: '2026-07-15',
        schedule: 'S',
        profile: 'P',
        punches: [
          { at: '2026-07-15T07:35:00', via: 'm', status: 1 },
          { at: '2026-07-15T16:10:00', via: 'm', status: 0 },
        ],
      },
      expect: { status: 'HADIR', late_min: 0, early_min: 20, codes: ['PSW'], deduct_pct: 0.5, flags: ['FLEX_USED_5'] },
    },
    { id: 'P1', category: 'P', given: { tk_days: 3, short_min: 0 }, expect: { days: 3, sanction: 'TEGURAN_LISAN' } },
    { id: 'M1', category: 'M', given: { profile: 'P', sum_pct: 130, tpp: 1000 }, expect: { pct: 100, rupiah: 400 } },
    { id: 'N1', category: 'N', given: { op: 'nip', value: '1.98609E+17', today: '2026-07-15' }, expect: { ok: false } },
  ],
};
const result = (cases: unknown[]) => runCases(readCaseFile({ ...legacy, cases }));

describe('a file of worked examples', () => {
  it('in the older spelling is understood', () => {
    expect(runCases(readCaseFile(legacy))).toMatchObject({ passed: 4, failed: 0 });
  });

  it('says what differs', () => {
    const report = result([{ id: 'P', category: 'P', given: { tk_days: 2, short_min: 0 }, expect: { days: 3 } }]);
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.results[0]).toMatchObject({
      ok: false,
      got: { days: 2 },
      diff: [{ path: '/days', expected: 3, got: 2 }],
    });
  });

  it('lets an example that cannot be read fail alone, with the reason', () => {
    const good = legacy.cases[1];
    const report = result([
      { id: 'A', given: { kind: 'horoscope' }, expect: {} },
      {
        id: 'B',
        given: { kind: 'working-days', schedule: 'S', from: '2026-02-30', to: '2026-03-01' },
        expect: { days: 1 },
      },
      {
        id: 'C',
        given: { kind: 'working-days', schedule: 'none', from: '2026-03-01', to: '2026-03-01' },
        expect: null,
      },
      { id: 'D', given: { kind: 'working-days', schedule: 'S', since: '2026-03-01' }, expect: {} },
      good,
    ]);
    expect(report.results.map(({ ok, error }) => [ok, error?.code])).toEqual([
      [false, 'CASE_INVALID'],
      [false, 'CASE_INVALID'],
      [true, 'RULES_INVALID'],
      [false, 'CASE_INVALID'],
      [true, undefined],
    ]);
  });

  it('computes a whole period from its evidence', () => {
    const given = {
      kind: 'recap',
      schedule: 'S',
      profile: 'P',
      from: '2026-07-13',
      to: '2026-07-19',
      tppRupiah: 1_000_000,
      scans: [
        { at: '2026-07-13T07:20:00', device: 'm' },
        { at: '2026-07-13T16:00:00', device: 'm' },
        { at: '2026-07-14T07:20:00', device: 'm' },
      ],
      requests: [{ type: 'CUTI', from: '2026-07-15T00:00:00', to: '2026-07-16T23:59:59', state: 'approved' }],
    };
    const expect1 = { workingDays: 5, byStatus: { HADIR: 2, CUTI: 2, TK: 1 }, points: 4.5, deductionRupiah: 18_000 };
    expect(result([{ id: 'R', given, expect: expect1 }]).results[0]).toMatchObject({ diff: [], ok: true });
  });

  it.each([
    ['no object', 7],
    ['no cases', { calendars: {}, schedules: {}, profiles: {} }],
    ['a case without an id', { ...legacy, cases: [{ given: {}, expect: {} }] }],
    ['a profile with a gap', { ...legacy, profiles: { P: { ...legacy.profiles.P, tl: [[2, null, 1, 'TL']] } } }],
  ])('with %s is refused', (_, json) => {
    expect(() => runCases(readCaseFile(json))).toThrow(
      expect.toSatisfy((e) => isHadirError(e) && ['RULES_INVALID', 'BANDS_GAP'].includes(e.code)),
    );
  });
});
