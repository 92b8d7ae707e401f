import { type AbsenceRequest, decideDay, explain, type ManualEntry, type MethodPolicy, type Scan } from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date, day, decided, profileWith, rules, scan, wall } from '../../../test/rules.js';

function request(type: AbsenceRequest['type'], from: string, to: string, state: AbsenceRequest['state'] = 'approved') {
  return { type, from: wall(from), to: wall(to), state };
}
function manual(session: ManualEntry['session'], at: string, state: ManualEntry['state'] = 'approved'): ManualEntry {
  return { session, at: wall(at), state, reason: 'mesin rusak' };
}
const wholeDay = ['2026-07-15T00:00:00', '2026-07-15T23:59:59'] as const;
const codes = (result: { charges: readonly { code: string }[] }) => result.charges.map(({ code }) => code);

describe('a day', () => {
  it.each([
    ['07:30:59', 0, []],
    ['07:31:00', 1, ['TL1']],
    ['08:30:59', 60, ['TL2']],
    ['08:31:00', 61, ['TL3']],
  ] as const)('arrival %s is %d minutes late', (at, minutes, expected) => {
    const result = decided([at, '16:00:00']);
    expect(result.lateMinutes).toBe(minutes);
    expect(codes(result)).toEqual(expected);
  });

  it('counts a started minute where the profile says so', () => {
    const profile = profileWith({ secondsPolicy: 'ceil' });
    expect(decided(['07:30:01', '15:59:59'], { profile })).toMatchObject({
      lateMinutes: 1,
      earlyMinutes: 1,
      points: 1,
    });
  });

  it('without an arrival is measured by its departure alone', () => {
    const result = decided(['15:30:00']);
    expect(result).toMatchObject({ status: 'HADIR', in: null, lateMinutes: null, earlyMinutes: 30, missing: ['in'] });
    expect(codes(result)).toEqual(['TL4', 'PSW1']);
  });

  it('takes the last arrival where the profile says so', () => {
    const profile = profileWith({ inScan: 'last' });
    expect(decided(['07:00:00', '07:45:00', '16:00:00'], { profile })).toMatchObject({ lateMinutes: 15 });
  });

  it('on a holiday keeps scans and charges nothing', () => {
    const result = decided(['08:00:00'], { date: date('2026-08-17') });
    expect(result).toMatchObject({ status: 'LIBUR', points: 0, flags: ['EXTRA_PUNCH'], in: null });
  });

  it('after a night shift is free, and the departure in the morning is not a scan too many', () => {
    const before = { date: date('2026-07-15'), schedule: rules.schedule('RS3-M') };
    const scans = [scan('2026-07-15T20:50:00'), scan('2026-07-16T07:31:00')];
    const free = { date: date('2026-07-16'), schedule: null };
    expect(decided(scans, { ...free, before })).toMatchObject({ status: 'LIBUR', flags: [] });
    expect(decided(scans, free)).toMatchObject({ flags: ['EXTRA_PUNCH'] });
  });

  it('24 hours of duty belong to the day on which they start', () => {
    const scans = [scan('2026-07-15T07:55:00'), scan('2026-07-16T08:03:00')];
    const piket = { schedule: rules.schedule('PIKET24') };
    expect(decided(scans, piket)).toMatchObject({ status: 'HADIR', out: '2026-07-16T08:03:00', points: 0 });
  });

  it('morning after a shared scan: it is also the arrival', () => {
    const before = { date: date('2026-07-15'), schedule: rules.schedule('RS3-M') };
    const scans = [scan('2026-07-15T20:50:00'), scan('2026-07-16T07:31:00'), scan('2026-07-16T14:02:00')];
    const result = decided(scans, { date: date('2026-07-16'), schedule: rules.schedule('RS3-P'), before });
    expect(result).toMatchObject({ in: '2026-07-16T07:31:00', lateMinutes: 1, flags: ['SHARED_PUNCH'] });
  });
});

describe('approvals', () => {
  it('cost what the profile says', () => {
    const requests = [request('SAKIT', ...wholeDay)];
    expect(decided([], { requests })).toMatchObject({ status: 'SAKIT', points: 0 });
    const profile = profileWith({ absencePoints: { SAKIT: 1.25 } });
    expect(decided([], { requests, profile })).toMatchObject({ status: 'SAKIT', points: 1.25 });
  });

  it('for a part of the day excuse that part', () => {
    const requests = [request('DL', '2026-07-15T12:00:00', '2026-07-15T16:00:00')];
    expect(decided(['07:20:00'], { requests })).toMatchObject({ status: 'HADIR', points: 0, flags: ['DL_PARTIAL'] });
    const morning = [request('IZIN', '2026-07-15T07:30:00', '2026-07-15T09:00:00')];
    expect(decided(['09:20:00', '16:00:00'], { requests: morning })).toMatchObject({ lateMinutes: 20, points: 0.5 });
    const noon = [request('IZIN', '2026-07-15T10:00:00', '2026-07-15T11:00:00')];
    expect(decided([], { requests: noon })).toMatchObject({ status: 'TK' });
  });

  it('by dates cover the night shift that starts on the last of them', () => {
    const requests = [request('CUTI', ...wholeDay)];
    expect(decided([], { schedule: rules.schedule('RS3-M'), requests })).toMatchObject({ status: 'CUTI', points: 0 });
  });

  it('work from anywhere still needs a check-in', () => {
    const requests = [request('WFA', ...wholeDay)];
    expect(decided(['07:20:00', '16:00:00'], { requests })).toMatchObject({ status: 'HADIR', flags: ['WFA'] });
    expect(decided([], { requests })).toMatchObject({ status: 'TK' });
  });

  it('by hand overrule the scan, and the scan stays in the reasons', () => {
    const result = decided(['08:30:00', '16:00:00'], { manual: [manual('in', '2026-07-15T07:20:00')] });
    expect(result).toMatchObject({ in: '2026-07-15T07:20:00', points: 0, flags: ['MANUAL_IN'] });
    expect(result.trace.map((step) => step.code)).toContain('IGNORED_OVERRULED');
  });

  it('by hand of another day have no effect', () => {
    const result = decided(['07:20:00', '16:00:00'], { manual: [manual('in', '2026-07-14T07:00:00')] });
    expect(result).toMatchObject({ in: '2026-07-15T07:20:00', flags: [] });
  });
});

describe('what is open', () => {
  it('holds the day only when it could change it for the better', () => {
    const requests = [request('DL', ...wholeDay, 'pending')];
    expect(decided(['07:20:00', '16:00:00'], { requests })).toMatchObject({ status: 'HADIR', points: 0 });
    const held = decided(['07:20:00'], { manual: [manual('out', '2026-07-15T16:05:00', 'pending')] });
    expect(held).toMatchObject({ status: 'MENUNGGU', points: null, flags: ['IF_REJECTED_PSW4'], charges: [] });
    expect(held.in).toBe('2026-07-15T07:20:00');
  });

  it('a doubtful scan asks for an officer, an impossible one does not', () => {
    const doubtful = scan('2026-07-15T07:20:00', { verdict: 'review' });
    expect(decided([doubtful, '16:00:00'])).toMatchObject({ status: 'PERLU_VERIFIKASI', points: null });
    expect(decided(['07:10:00', doubtful, '16:00:00'])).toMatchObject({ status: 'HADIR', points: 0 });
    const impossible = scan('2026-07-15T07:20:00', { verdict: 'rejected' });
    expect(decided([impossible, '16:00:00'])).toMatchObject({ status: 'HADIR', missing: ['in'] });
  });

  it('an unread device makes a day pending, never absent', () => {
    const unreadDevices = ['x100c-1'];
    expect(decided([], { unreadDevices })).toMatchObject({
      status: 'MENUNGGU',
      points: null,
      shortMinutes: 0,
      flags: ['DEVICE_UNREAD'],
    });
    expect(decided(['07:20:00', '16:00:00'], { unreadDevices })).toMatchObject({ status: 'HADIR', points: 0 });
  });

  it('an approved absence stands, read or not', () => {
    const requests = [request('SAKIT', ...wholeDay)];
    const profile = profileWith({ absencePoints: { SAKIT: 1.25 } });
    expect(decided([], { requests, profile, unreadDevices: ['x100c-1'] })).toMatchObject({
      status: 'SAKIT',
      points: 1.25,
    });
  });

  it('a running day is not judged', () => {
    expect(decided(['07:45:00'], { isRunning: true })).toMatchObject({
      status: 'MENUNGGU',
      lateMinutes: 15,
      points: null,
      flags: ['DAY_RUNNING'],
    });
  });
});

describe('method policy', () => {
  const faceOnly: MethodPolicy = { methods: ['face', 'phone'], phoneNeedsBeacon: true, manualUntil: '2026-07-14' };

  it('keeps and flags what does not count', () => {
    const result = decided(['07:20:00', scan('2026-07-15T16:00:00', { methods: ['face'] })], {
      methodPolicy: faceOnly,
    });
    expect(result).toMatchObject({ in: null, out: '2026-07-15T16:00:00', flags: ['METHOD_NOT_ALLOWED'] });
    expect(explain(result.trace, 'id')).toContain('cara sidik jari tidak berlaku');
  });

  it('wants the beacon near the phone, and the last day of manual attendance', () => {
    const phone = (nearBeacon: boolean) => scan('2026-07-15T07:20:00', { methods: ['phone'], nearBeacon });
    expect(decided([phone(true)], { methodPolicy: faceOnly }).in).not.toBeNull();
    expect(decided([phone(false)], { methodPolicy: faceOnly }).in).toBeNull();
    const byHand = [manual('in', '2026-07-15T07:20:00')];
    expect(decided([], { methodPolicy: faceOnly, manual: byHand })).toMatchObject({ status: 'TK' });
    expect(decided([], { methodPolicy: { ...faceOnly, manualUntil: '2026-07-15' }, manual: byHand }).in).not.toBeNull();
  });
});

describe('apel', () => {
  const apel = { held: true, required: true, present: false, excused: false };
  const scans = ['07:20:00', '16:00:00'];

  it('missed costs its points, excused or called off does not', () => {
    expect(decided(scans, { apel })).toMatchObject({ points: 2, charges: [{ code: 'APEL', points: 2 }] });
    expect(decided(scans, { apel: { ...apel, excused: true } }).points).toBe(0);
    expect(decided(scans, { apel: { ...apel, held: false } }).points).toBe(0);
    expect(decided(scans, { apel: { ...apel, required: false } }).points).toBe(0);
    expect(decided(scans, { apel: { ...apel, present: true } }).points).toBe(0);
  });

  it('without a list and without a window for scans cannot be missed, and is proven by a manual entry', () => {
    const open = { ...apel, present: null };
    const unknown = decided(scans, { apel: open });
    expect(unknown.points).toBe(0);
    expect(explain(unknown.trace, 'id')).toContain('Daftar apel belum ada');
    expect(decided(scans, { apel: open, manual: [manual('apel', '2026-07-15T07:35:00')] }).points).toBe(0);
  });
});

describe('reasons', () => {
  it('name the rules, the scans used and the scans not used, in both languages', () => {
    const result = decided(['07:45:00', '09:00:00', '12:30:00', '16:00:00', '23:30:00']);
    expect(explain(result.trace, 'id').split('\n')).toEqual([
      'Dihitung dengan profil A4 versi 1, jadwal REG5-WITA, kalender ID-2026.',
      'Jam kerja 07:30:00–16:00:00; scan masuk dihitung 06:00:00–12:00:00, scan pulang 12:00:01–23:00:00.',
      'Masuk 2026-07-15 07:45:00 pada x100c-1.',
      'Pulang 2026-07-15 16:00:00 pada x100c-1.',
      'Scan 2026-07-15 09:00:00 tidak dipakai: bukan scan masuk pertama.',
      'Scan 2026-07-15 12:30:00 tidak dipakai: bukan scan pulang terakhir.',
      'Scan 2026-07-15 23:30:00 tidak dipakai: di luar jendela masuk dan pulang.',
      'Terlambat 15 menit: TL1, 0,5 %.',
      'Pulang pada waktunya.',
    ]);
    expect(explain(result.trace, 'en')).toContain('15 minutes late: TL1, 0.5 %.');
    expect(explain(result.trace, 'en')).not.toMatch(/[{}]/);
  });
});

describe('order', () => {
  const anyScan: fc.Arbitrary<Scan> = fc.record(
    {
      at: fc
        .tuple(
          fc.integer({ min: 14, max: 16 }),
          fc.integer({ min: 0, max: 23 }),
          fc.constantFrom(0, 30, 31),
          fc.constantFrom(0, 59),
        )
        .map(([d, h, m, s]) => wall(`2026-07-${d}T${[h, m, s].map((n) => String(n).padStart(2, '0')).join(':')}`)),
      deviceId: fc.constantFrom('a', 'b'),
      methods: fc.constantFrom(['fingerprint'] as const, ['face'] as const),
      verdict: fc.constantFrom('accepted' as const, 'review' as const, 'rejected' as const),
      otherUnit: fc.boolean(),
    },
    { requiredKeys: ['at', 'deviceId', 'methods'] },
  );
  const anyRequest = fc
    .record({
      type: fc.constantFrom('DL' as const, 'SAKIT' as const, 'IZIN' as const, 'WFA' as const),
      hours: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 })),
      state: fc.constantFrom('pending' as const, 'approved' as const, 'rejected' as const),
    })
    .map(({ type, hours, state }) => {
      const [from = 0, to = 0] = [...hours].sort((a, b) => a - b);
      const at = (hour: number) => `2026-07-15T${String(hour).padStart(2, '0')}:00:00`;
      return request(type, at(from), at(to), state);
    });
  const anyManual = fc
    .record({
      session: fc.constantFrom('in' as const, 'out' as const),
      hour: fc.integer({ min: 6, max: 20 }),
      state: fc.constantFrom('pending' as const, 'approved' as const),
    })
    .map(({ session, hour, state }) => manual(session, `2026-07-15T${String(hour).padStart(2, '0')}:00:00`, state));
  const evidence = fc.record({
    scans: fc.array(anyScan, { maxLength: 8 }),
    requests: fc.array(anyRequest, { maxLength: 3 }),
    manual: fc.array(anyManual, { maxLength: 3 }),
  });
  const schedules = fc.constantFrom('REG5-WITA', 'RS3-M', 'RS3-P', 'PIKET24', 'TB-FLEX');

  it('of evidence, repetitions and late parts never change the result: 10,000 permutations', () => {
    const permuted = evidence.chain((whole) =>
      fc.record({
        whole: fc.constant(whole),
        // Every piece at least once, some several times, in any order.
        scans: fc
          .array(fc.nat({ max: Math.max(0, whole.scans.length - 1) }), { maxLength: 6 })
          .map((again) => [...whole.scans, ...again.flatMap((i) => whole.scans[i] ?? [])])
          .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
        requests: fc.shuffledSubarray(whole.requests, { minLength: whole.requests.length }),
        manual: fc.shuffledSubarray(whole.manual, { minLength: whole.manual.length }),
      }),
    );
    fc.assert(
      fc.property(permuted, schedules, ({ whole, ...other }, scheduleId) => {
        const schedule = rules.schedule(scheduleId);
        const first = decideDay(day(whole.scans, { ...whole, schedule }));
        expect(JSON.stringify(decideDay(day(other.scans, { ...other, schedule })))).toBe(JSON.stringify(first));
      }),
      { numRuns: 10_000 },
    );
  });

  it('a scan more never makes a settled day dearer', () => {
    fc.assert(
      fc.property(fc.array(anyScan, { maxLength: 6 }), anyScan, (scans, more) => {
        const accepted = (list: readonly Scan[]) => list.map((one) => ({ ...one, verdict: 'accepted' as const }));
        const before = decideDay(day(accepted(scans)));
        const after = decideDay(day(accepted([...scans, more])));
        expect(after.points ?? 0).toBeLessThanOrEqual(before.points ?? 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('points are the sum of the charges, to the last decimal', () => {
    fc.assert(
      fc.property(evidence, schedules, (given, scheduleId) => {
        const result = decideDay(day(given.scans, { ...given, schedule: rules.schedule(scheduleId) }));
        if (result.points === null) expect(result.charges).toEqual([]);
        else expect(result.points * 10_000).toBe(result.charges.reduce((sum, { points }) => sum + points * 10_000, 0));
      }),
    );
  });
});
