import {
  type AttendanceEvent,
  assuranceOf,
  instant,
  isReading,
  normalise,
  type PunchReading,
  type Reading,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReading, context, punch } from '../../test/readings.js';

function eventOf(change: Partial<PunchReading>, ctx = context()): AttendanceEvent {
  const result = normalise(punch(change), ctx);
  if (result.kind !== 'event') throw new TypeError('a punch gives an event');
  return result.event;
}
const utc = (text: string) => instant(Date.parse(text));
const wallTime = (wall: string) => ({ form: 'wall', wall }) as const;

describe('normalise', () => {
  it('reads the wall clock in the zone of the place', () => {
    const event = eventOf({});
    expect(new Date(event.occurredAt).toISOString()).toBe('2026-07-14T23:21:05.000Z');
    expect(event).toMatchObject({
      methods: ['fingerprint'],
      direction: 'in',
      assurance: 'biometric',
      verdict: 'accepted',
      flags: [],
    });
  });

  it.each(['1970-01-01T00:00:07', '2000-01-01T00:00:00', '2000-12-31T23:59:59'])('never counts %s', (wall) => {
    const event = eventOf({ time: wallTime(wall) });
    expect(event).toMatchObject({ verdict: 'rejected', flags: ['clock-unset'], wall });
    expect(event.occurredAt).toBe(event.receivedAt);
  });

  it('rejects a moment that no calendar has, and keeps it', () => {
    expect(eventOf({ time: { form: 'invalid', text: '2026-02-31 07:00:00' } })).toMatchObject({
      verdict: 'rejected',
      flags: ['time-invalid'],
      wall: null,
    });
    expect(eventOf({ time: wallTime('2026-02-31T07:00:00') }).flags).toEqual(['time-invalid']);
  });

  it('counts a face that is surely the person, and shows an officer one that is only alike or failed the challenge', () => {
    const face = {
      kind: 'face',
      key: 'f|12|2026-07-15T07:27:00',
      time: wallTime('2026-07-15T07:27:00'),
      transport: 'camera-snapshot',
      raw: { encoding: 'utf8', data: '{}' },
      deviceUserId: '12',
      band: 'accept',
      model: { id: 'mobilefacenet', version: '87aacdfe57510db2' },
      thresholds: { accept: 0.5, review: 0.42, margin: 0.08, frames: 2, outOf: 3 },
      agreed: 2,
      assessed: 3,
      liveness: 'none',
    } as const satisfies Reading;
    const result = (changes: object) => normalise({ ...face, ...changes } as Reading, context());
    expect(result({})).toMatchObject({
      kind: 'event',
      event: { verdict: 'accepted', methods: ['face'], assurance: 'biometric', flags: [] },
    });
    expect(result({ band: 'review' })).toMatchObject({ event: { verdict: 'review', flags: ['face-alike'] } });
    expect(result({ liveness: 'challenge-failed' })).toMatchObject({
      event: { verdict: 'review', flags: ['liveness-failed'] },
    });
  });

  it('takes the time of receipt when the device has no clock, without doubt only when live', () => {
    expect(eventOf({ time: { form: 'absent' }, live: true })).toMatchObject({ verdict: 'accepted', wall: null });
    expect(eventOf({ time: { form: 'absent' }, live: false })).toMatchObject({ verdict: 'review' });
  });

  it('corrects a clock that is 7 minutes fast, and keeps what it showed', () => {
    const event = eventOf({ time: wallTime('2026-07-15T07:34:00'), clockOffsetMs: 420_000 });
    expect(new Date(event.occurredAt).toISOString()).toBe('2026-07-14T23:27:00.000Z');
    expect(event).toMatchObject({
      wall: '2026-07-15T07:34:00',
      flags: ['clock-corrected'],
      verdict: 'accepted',
      clockOffsetMs: 420_000,
    });
  });

  it('does not correct by a measurement made days after the scan', () => {
    const late = context({ receivedAt: utc('2026-07-20T00:00:00Z') });
    const event = eventOf({ clockOffsetMs: 420_000 }, late);
    expect(event).toMatchObject({ flags: ['clock-skew'], verdict: 'review' });
    expect(new Date(event.occurredAt).toISOString()).toBe('2026-07-14T23:21:05.000Z');
  });

  it.each([
    [60_000, [], 'accepted'],
    [60_001, ['clock-corrected'], 'accepted'],
    [900_000, ['clock-corrected'], 'accepted'],
    [900_001, ['clock-skew'], 'review'],
    [-900_000, ['clock-corrected'], 'accepted'],
    [-86_400_000, ['clock-skew'], 'review'],
  ] as const)('a clock off by %d ms gives %j and %s', (clockOffsetMs, flags, verdict) => {
    expect(eventOf({ clockOffsetMs, live: true })).toMatchObject({ flags, verdict });
  });

  it('does not believe the future', () => {
    expect(eventOf({ time: wallTime('2026-07-15T08:02:00') }).flags).toEqual([]);
    expect(eventOf({ time: wallTime('2026-07-15T08:03:00') })).toMatchObject({
      verdict: 'review',
      flags: ['time-future'],
    });
    expect(eventOf({ time: wallTime('2099-07-15T08:03:00') })).toMatchObject({
      verdict: 'rejected',
      flags: ['time-future'],
    });
  });

  it('believes the offset that the device states', () => {
    const time = { form: 'wall', wall: '2026-07-15T07:21:05', utcOffsetSeconds: 25_200 } as const;
    const event = eventOf({ time }, context({ receivedAt: utc('2026-07-15T02:00:00Z') }));
    expect(new Date(event.occurredAt).toISOString()).toBe('2026-07-15T00:21:05.000Z');
    expect(event.flags).toEqual(['offset-stated']);
    expect(eventOf({ time: { ...time, utcOffsetSeconds: 28_800 } }).flags).toEqual([]);
  });

  it('one scan told by two transports, with or without a measured clock, is one event', () => {
    const first = eventOf({
      transport: 'zk-tcp',
      clockOffsetMs: 420_000,
      verify: { table: 'zkteco.verify', code: 15 },
    });
    const second = eventOf({ transport: 'adms', key: 'other', live: true });
    expect(second.id).toBe(first.id);
    expect(eventOf({}, context({ deviceId: 'sn2' })).id).not.toBe(first.id);
    expect(eventOf({ deviceUserId: '1010' }).id).not.toBe(first.id);
    expect(eventOf({ time: wallTime('2026-07-15T07:21:06') }).id).not.toBe(first.id);
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('tells what was done on the device, and when to be alarmed', () => {
    const base = { key: 'o', time: wallTime('2026-07-15T07:00:00'), transport: 'adms', values: [] };
    const raw = { encoding: 'utf8', data: 'OPLOG 23' } as const;
    const operation = { table: 'zkteco.operation', code: 23 };
    const known = normalise({ kind: 'operation', ...base, raw, operation }, context());
    expect(known).toMatchObject({
      kind: 'operation',
      operation: { alert: true, text: { id: 'Catatan absensi dihapus', en: 'Attendance records deleted' } },
    });
    const unknown = normalise({ kind: 'operation', ...base, raw, operation: { table: 'x', code: 777 } }, context());
    expect(unknown).toMatchObject({ operation: { alert: false, text: { en: 'Operation number 777' } } });
  });

  it('gives a bounded, equal result for every valid reading', () => {
    fc.assert(
      fc.property(anyReading, (reading) => {
        expect(isReading(reading)).toBe(true);
        const result = normalise(reading, context());
        expect(normalise(structuredClone(reading), context())).toEqual(result);
        if (result.kind === 'event') {
          expect(Number.isFinite(new Date(result.event.occurredAt).getTime())).toBe(true);
          expect(new Set(result.event.flags).size).toBe(result.event.flags.length);
        }
        expect(JSON.stringify(result).length).toBeLessThan(4000);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('assurance', () => {
  it.each([
    [['fingerprint'], 'biometric'],
    [['fingerprint', 'pin'], 'biometric'],
    [['palm', 'face'], 'biometric'],
    [['fingerprint', 'card'], 'multi-factor'],
    [['card', 'password'], 'multi-factor'],
    [['pin'], 'knowledge'],
    [['manual'], 'statement'],
    [['phone'], 'possession'],
    [['unknown'], 'unknown'],
    [[], 'unknown'],
  ] as const)('%j is %s', (methods, expected) => {
    expect(assuranceOf(methods)).toBe(expected);
  });
});
