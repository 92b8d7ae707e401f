import {
  assertMayLock,
  campaignProgress,
  type DayResult,
  datesBetween,
  decideDay,
  deductionRupiah,
  instant,
  isHadirError,
  lateArrival,
  lockState,
  type MonthLock,
  monthDeduction,
  monthOf,
  payPeriod,
  type RuleProfile,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date, day, profileWith, scan } from '../../../test/rules.js';

/** July 2026 in a five-day office: on time every day, but for the days that are named. */
function july(exceptions: Readonly<Record<string, readonly string[]>>, change: Partial<RuleProfile> = {}) {
  const profile = profileWith(change);
  const days = datesBetween(date('2026-07-01'), date('2026-07-31')).map((on): DayResult => {
    const isFriday = new Date(`${on}T00:00:00Z`).getUTCDay() === 5;
    const times = exceptions[on.slice(8)] ?? ['07:20:00', isFriday ? '16:30:00' : '16:00:00'];
    return decideDay(
      day(
        times.map((time) => scan(`${on}T${time}`)),
        { date: on, profile },
      ),
    );
  });
  return { days, month: monthOf(days, profile), profile };
}
const late = ['07:45:00', '16:30:00'];

describe('month', () => {
  it('sums up what the reports print', () => {
    const { month, profile } = july({ '01': late, '02': late, '06': [], '07': ['07:20:00'] });
    expect(month).toMatchObject({
      days: 31,
      workingDays: 23,
      byStatus: { HADIR: 22, TK: 1 },
      byCode: { TL1: 2, TK: 1, PSW4: 1 },
      lateMinutes: 30,
      absentDates: ['2026-07-06'],
      undecided: [],
      points: 5.5,
    });
    expect(monthDeduction(month, 2_500_000, profile)).toBe(55_000);
  });

  it('does not depend on the order of its days', () => {
    const { days, profile, month } = july({ '01': late, '06': [] });
    expect(monthOf([...days].reverse(), profile)).toEqual(month);
  });

  it('charges by how often it happened, each or all', () => {
    const rows = [
      { from: 1, to: 2, points: 0 },
      { from: 3, to: null, points: 1 },
    ];
    const four = { '01': late, '02': late, '06': late, '07': late };
    const each = july(four, { countThresholds: [{ code: 'TL1', applies: 'each', rows }] });
    expect(each.month.points).toBe(2);
    const all = july(four, { countThresholds: [{ code: 'TL1', applies: 'all', rows }] });
    expect(all.month.points).toBe(4);
    const two = july({ '01': late, '02': late }, { countThresholds: [{ code: 'TL1', applies: 'all', rows }] });
    expect(two.month.points).toBe(0);
  });

  it('is lost whole after so many days without word, in all or in a row', () => {
    const absent = Object.fromEntries(['01', '02', '03', '06', '07', '08', '10'].map((d) => [d, []]));
    const change: Partial<RuleProfile> = { monthlyTriggers: [{ when: 'absent-days', atLeast: 7, points: 100 }] };
    expect(july(absent, change).month).toMatchObject({ points: 100, daysPoints: 21 });
    const { '10': _, ...six } = absent;
    expect(july(six, change).month).toMatchObject({ points: 18, triggers: [] });
    // The weekend of 4 and 5 July does not break the run of six.
    const run: Partial<RuleProfile> = {
      monthlyTriggers: [{ when: 'consecutive-absent-days', atLeast: 6, points: 50 }],
    };
    expect(july(absent, run).month).toMatchObject({ points: 50, triggers: [{ count: 6 }] });
  });

  it('never takes more than the cap', () => {
    const all = Object.fromEntries(datesBetween(date('2026-07-01'), date('2026-07-31')).map((d) => [d.slice(8), []]));
    expect(july(all, { absentPoints: 5 }).month).toMatchObject({ daysPoints: 115, points: 100 });
    expect(july(all, { absentPoints: 5, capPoints: 60 }).month.points).toBe(60);
  });

  it('closes early in December and pays the rest in January', () => {
    const profile = profileWith({ cutOffDay: { '12': 15 } });
    expect(payPeriod(profile, '2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-15' });
    expect(payPeriod(profile, '2027-01')).toEqual({ from: '2026-12-16', to: '2027-01-31' });
    expect(payPeriod(profile, '2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
});

describe('rupiah', () => {
  it('are exact and rounded half up once', () => {
    expect(deductionRupiah(1, 10_000, 500_000)).toBe(1);
    expect(deductionRupiah(1, 10_000, 499_999)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (tpp, points) => {
        const rupiah = deductionRupiah(tpp, 4000, points);
        const doubled = 2n * BigInt(tpp) * 4000n * BigInt(points);
        const unit = 10_000n * 10_000n * 100n;
        expect(2n * BigInt(rupiah) * unit - doubled <= unit).toBe(true);
        expect(doubled - 2n * BigInt(rupiah) * unit < unit).toBe(true);
      }),
    );
  });
});

describe('lock', () => {
  const lock = (level: MonthLock['level']): MonthLock => ({
    unitId: 'dinkes',
    month: '2026-07',
    level,
    byPersonId: 'kadis',
    at: instant(0),
  });
  const refusal = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (isHadirError(error)) return error.code;
    }
    return null;
  };

  it('is set by the unit, then by the board, when every day is decided', () => {
    expect(lockState([], 'dinkes', '2026-07')).toBe('open');
    expect(refusal(() => assertMayLock([], lock('board'), []))).toBe('MONTH_LOCK_ORDER');
    expect(refusal(() => assertMayLock([], lock('unit'), [date('2026-07-15')]))).toBe('MONTH_UNDECIDED');
    expect(refusal(() => assertMayLock([], lock('unit'), []))).toBeNull();
    expect(lockState([lock('unit')], 'dinkes', '2026-07')).toBe('locked-by-unit');
    expect(refusal(() => assertMayLock([lock('unit')], lock('board'), []))).toBeNull();
    expect(lockState([lock('unit'), lock('board')], 'dinkes', '2026-07')).toBe('locked');
    expect(refusal(() => assertMayLock([lock('unit'), lock('board')], lock('unit'), []))).toBe('MONTH_LOCK_ORDER');
    expect(lockState([lock('board')], 'bkd', '2026-07')).toBe('open');
  });

  it('turns what comes later into a proposal', () => {
    expect(lateArrival(date('2026-08-04'), date('2026-08-05'))).toBe('RECOMPUTE');
    expect(lateArrival(date('2026-08-05'), date('2026-08-05'))).toBe('STORE_AND_PROPOSE_CORRECTION');
    expect(lateArrival(date('2026-08-05'), null)).toBe('RECOMPUTE');
  });
});

describe('enrolment campaign', () => {
  const campaign = { id: 'c', unitIds: ['dinkes', 'turikale'], method: 'face', deadline: date('2020-06-07') } as const;
  const staff = [
    { personId: 'ani', unitId: 'dinkes' },
    { personId: 'budi', unitId: 'dinkes' },
    { personId: 'citra', unitId: 'turikale' },
    { personId: 'dedi', unitId: 'elsewhere' },
  ];
  const enrolments = [
    { personId: 'ani', method: 'face', deviceId: 'cam-2' },
    { personId: 'ani', method: 'face', deviceId: 'cam-1' },
    { personId: 'budi', method: 'fingerprint', deviceId: 'sn1' },
  ];

  it('says who is missing, where, and whether it is late', () => {
    const progress = campaignProgress(campaign, staff, enrolments, date('2020-06-08'));
    expect(progress).toMatchObject({ people: 3, enrolled: 1, isOverdue: true });
    expect(progress.units).toEqual([
      { unitId: 'dinkes', people: 2, enrolled: 1, missing: ['budi'] },
      { unitId: 'turikale', people: 1, enrolled: 0, missing: ['citra'] },
    ]);
    expect(progress.devices.get('ani')).toEqual(['cam-1', 'cam-2']);
    expect(campaignProgress(campaign, staff, enrolments, date('2020-06-07')).isOverdue).toBe(false);
  });
});
