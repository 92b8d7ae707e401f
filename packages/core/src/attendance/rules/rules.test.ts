import {
  assertVersionsFit,
  isHadirError,
  isMethodAllowed,
  type MethodPolicyVersion,
  methodPolicyFor,
  readyCalendar,
  readyProfile,
  readySchedule,
  rosterOf,
  ruleBook,
  type ScheduleAssignment,
  scalePoints,
  scheduleFor,
  versionOn,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date, profileWith, rules } from '../../../test/rules.js';
import { type Band, readyBands } from './bands.js';

function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    if (isHadirError(error)) return { code: error.code, ...error.details };
    throw error;
  }
  return null;
}

const band = (from: number, to: number | null, points = 1): Band => ({ from, to, points, code: `TL${from}` });

describe('bands', () => {
  it.each([
    ['a gap', [band(1, 30), band(32, null)], { code: 'BANDS_GAP', place: 't', from: 31, to: 31 }],
    ['a late start', [band(2, null)], { code: 'BANDS_GAP', place: 't', from: 1, to: 1 }],
    ['no end', [band(1, 30)], { code: 'BANDS_GAP', place: 't', from: 31, to: '…' }],
    ['an overlap', [band(1, 30), band(30, null)], { code: 'BANDS_OVERLAP', place: 't', from: 30, to: 30 }],
    ['two open ends', [band(1, null), band(61, null)], { code: 'BANDS_OVERLAP', place: 't', from: 61, to: '…' }],
    ['a row turned round', [band(1, 30), band(31, 30)], { code: 'RULES_INVALID', place: 't' }],
    ['too many decimals', [band(1, null, 0.00001)], { code: 'RULES_POINTS', place: 't/0/points' }],
  ])('refuse %s with the place', (_, bands, expected) => {
    expect(refusal(() => readyBands(bands, 't'))).toMatchObject(expected);
  });

  it('that are accepted answer every minute by exactly one row, in whatever order they are written', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 600 }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.infiniteStream(fc.nat()), (unsorted, order) => {
        const edges = [...unsorted].sort((a, b) => a - b);
        const rows = [...edges, null].map((to, i) => band((edges[i - 1] ?? 0) + 1, to));
        const shuffled = rows.map((row) => [order.next().value as number, row] as const).sort(([a], [b]) => a - b);
        const find = readyBands(
          shuffled.map(([, row]) => row),
          't',
        );
        expect(find(0)).toBeNull();
        for (let minute = 1; minute <= 700; minute++) {
          const owners = rows.filter((row) => minute >= row.from && (row.to === null || minute <= row.to));
          expect(owners).toHaveLength(1);
          expect(find(minute)?.code).toBe(owners[0]?.code);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('documents', () => {
  it('name the place of a fault', () => {
    expect(refusal(() => profileWith({ baseShare: 1.5 }))).toMatchObject({
      code: 'RULES_INVALID',
      place: 'profiles/A4/baseShare',
    });
    expect(refusal(() => profileWith({ late: [band(1, 30)] }))).toMatchObject({
      code: 'BANDS_GAP',
      place: 'profiles/A4/late',
    });
    expect(
      refusal(() =>
        profileWith({ countThresholds: [{ code: 'TL1', applies: 'all', rows: [{ from: 2, to: null, points: 1 }] }] }),
      ),
    ).toMatchObject({
      code: 'BANDS_GAP',
      place: 'profiles/A4/countThresholds/0/rows',
    });
    expect(refusal(() => readyProfile('X', {}))).toMatchObject({ code: 'RULES_INVALID' });
    expect(refusal(() => readyCalendar('C', { holidays: ['2026-02-30'], jointLeave: [], ramadan: [] }))).toMatchObject({
      place: 'calendars/C/holidays/0',
    });
  });

  const hours = {
    start: '07:30:00',
    end: '16:00:00',
    breakMinutes: 60,
    inWindow: ['06:00:00', '12:00:00'],
    outWindow: ['12:00:01', '23:00:00'],
  };
  const schedule = (days: unknown) => ({ zone: 'Asia/Makassar', calendar: 'C', kind: 'office', days });

  it.each([
    ['a weekday twice', { '1-4': hours, '3': hours }],
    ['weekdays turned round', { '5-1': hours }],
    ['an end before the start', { '1': { ...hours, end: '07:00:00' } }],
    ['windows that overlap', { '1': { ...hours, outWindow: ['12:00:00', '23:00:00'] } }],
    ['a start outside its window', { '1': { ...hours, start: '05:00:00' } }],
    ['a break as long as the day', { '1': { ...hours, breakMinutes: 510 } }],
  ])('refuse a schedule with %s', (_, days) => {
    expect(refusal(() => readySchedule('S', schedule(days)))).toMatchObject({
      code: 'SCHEDULE_INVALID',
      schedule: 'S',
    });
  });

  it('refuse names that nothing stands for', () => {
    const documents = { calendars: {}, schedules: { S: schedule({ '1': hours }) }, profiles: {} };
    expect(refusal(() => ruleBook(documents))).toMatchObject({ code: 'RULES_INVALID', place: 'schedules/S/calendar' });
    expect(refusal(() => rules.profile('none'))).toMatchObject({ code: 'RULES_INVALID', place: 'profiles' });
    expect(refusal(() => readySchedule('S', { ...schedule({ '1': hours }), zone: 'WITA' }))).toMatchObject({
      code: 'TIME_ZONE_UNKNOWN',
    });
  });
});

describe('points', () => {
  it('are exact in four decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (scaled) => {
        expect(scalePoints(scaled / 10_000, 't')).toBe(scaled);
      }),
    );
  });
});

describe('versions', () => {
  const version = (name: string, from: string, to: string | null) => ({
    id: 'A4',
    version: name,
    from: date(from),
    to: to === null ? null : date(to),
    document: name,
  });

  it('hold from day to day', () => {
    const versions = [version('lama', '2020-01-01', '2026-06-30'), version('baru', '2026-07-01', null)];
    expect(() => assertVersionsFit(versions)).not.toThrow();
    expect(versionOn(versions, 'A4', date('2026-06-30')).document).toBe('lama');
    expect(versionOn(versions, 'A4', date('2026-07-01')).document).toBe('baru');
    expect(refusal(() => versionOn(versions, 'A4', date('2019-12-31')))).toMatchObject({ code: 'VERSION_MISSING' });
  });

  it('never two on a day', () => {
    const clash = [version('lama', '2020-01-01', null), version('baru', '2026-07-01', null)];
    expect(refusal(() => assertVersionsFit(clash))).toMatchObject({ code: 'VERSIONS_OVERLAP', date: '2026-07-01' });
  });
});

describe('method policy', () => {
  const versions: MethodPolicyVersion[] = [
    { unitId: 'maros', from: date('2019-01-01'), to: date('2020-06-07'), policy: { methods: ['fingerprint'] } },
    { unitId: 'maros', from: date('2020-06-08'), to: null, policy: { methods: ['face'] } },
    { unitId: 'rsud', from: date('2020-06-08'), to: null, policy: { methods: ['card'] } },
  ];
  const counts = (method: 'fingerprint' | 'face' | 'card', on: string, ...units: string[]) =>
    isMethodAllowed(methodPolicyFor(versions, units, date(on)), { methods: [method], nearBeacon: false });

  it('"from Monday 8 June 2020 only face"', () => {
    expect(counts('fingerprint', '2020-06-07', 'dinkes', 'maros')).toBe(true);
    expect(counts('fingerprint', '2020-06-08', 'dinkes', 'maros')).toBe(false);
    expect(counts('face', '2020-06-08', 'dinkes', 'maros')).toBe(true);
    expect(counts('face', '2020-06-08', 'rsud', 'maros')).toBe(false);
    expect(counts('face', '2020-06-08', 'elsewhere')).toBe(true);
  });
});

describe('schedule of a person', () => {
  const assignments: ScheduleAssignment[] = [
    { subject: { unitId: 'maros' }, scheduleId: 'REG5', from: date('2020-01-01'), to: null },
    { subject: { unitId: 'puskesmas' }, scheduleId: 'PKM6', from: date('2020-01-01'), to: null },
    { subject: { personId: 'ani' }, scheduleId: 'RS3-P', from: date('2026-07-01'), to: date('2026-07-31') },
  ];
  const roster = rosterOf([
    { personId: 'ani', date: date('2026-07-15'), scheduleId: 'RS3-M' },
    { personId: 'ani', date: date('2026-07-16'), scheduleId: null },
  ]);
  const answer = (personId: string, on: string, unitIds: string[]) =>
    scheduleFor({ personId, date: date(on), unitIds }, roster, assignments, 'DEFAULT');

  it('is roster before person before unit before default', () => {
    expect(answer('ani', '2026-07-15', ['puskesmas'])).toEqual({ scheduleId: 'RS3-M', by: 'roster' });
    expect(answer('ani', '2026-07-16', ['puskesmas'])).toEqual({ scheduleId: null, by: 'roster' });
    expect(answer('ani', '2026-07-17', ['puskesmas'])).toEqual({ scheduleId: 'RS3-P', by: 'person' });
    expect(answer('ani', '2026-08-01', ['puskesmas', 'maros'])).toEqual({ scheduleId: 'PKM6', by: 'unit' });
    expect(answer('budi', '2026-08-01', ['dinkes', 'maros'])).toEqual({ scheduleId: 'REG5', by: 'unit' });
    expect(answer('budi', '2019-01-01', ['maros'])).toEqual({ scheduleId: 'DEFAULT', by: 'default' });
  });
});
