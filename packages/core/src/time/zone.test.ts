import { instant, isHadirError, parseWall, type WallTime, zoneOf } from '@hadir/core';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, dateOfEpochDay, daysBetween, epochDayOf, tryParseDate, wallOfEpochMs, weekdayOf } from './civil.js';

const ZONES = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];
const FROM = Date.UTC(2000, 0);
const UNTIL = Date.UTC(2040, 0);
const seconds = fc.integer({ min: FROM / 1000, max: UNTIL / 1000 });

describe('zone', () => {
  it.each([
    ['Asia/Jakarta', '2026-07-15T00:30:00Z'],
    ['Asia/Makassar', '2026-07-14T23:30:00Z'],
    ['Asia/Jayapura', '2026-07-14T22:30:00Z'],
  ])('07:30 in %s', (name, utc) => {
    expect(zoneOf(name).instantOf(parseWall('2026-07-15T07:30:00'))).toBe(Date.parse(utc));
  });

  it('knows clocks put forward and put back', () => {
    const berlin = zoneOf('Europe/Berlin');
    expect(berlin.fitOf(parseWall('2026-03-29T02:30:00'))).toBe('skipped');
    expect(new Date(berlin.instantOf(parseWall('2026-03-29T02:30:00'))).toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(berlin.fitOf(parseWall('2026-10-25T02:30:00'))).toBe('repeated');
    expect(new Date(berlin.instantOf(parseWall('2026-10-25T02:30:00'))).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(berlin.fitOf(parseWall('2026-10-25T03:00:00'))).toBe('exact');
  });

  it('knows the day that Samoa left out', () => {
    const apia = zoneOf('Pacific/Apia');
    expect(apia.fitOf(parseWall('2011-12-30T12:00:00'))).toBe('skipped');
    expect(apia.wallOf(apia.instantOf(parseWall('2011-12-30T12:00:00')))).toBe('2011-12-31T12:00:00');
  });

  it.each(['', 'Mars/Base', '+08:00', 'Asia/Makassar ', 'a'.repeat(100), '../etc'])('refuses %j', (name) => {
    expect(() => zoneOf(name)).toThrow(expect.toSatisfy((e) => isHadirError(e) && e.code === 'TIME_ZONE_UNKNOWN'));
  });

  it('agrees with the IANA rules for every instant and wall time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), seconds, (name, second) => {
        const at = instant(second * 1000);
        const truth = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
        const zone = zoneOf(name);
        const wall = zone.wallOf(at);
        expect(wall).toBe(truth.toPlainDateTime().toString({ smallestUnit: 'second' }));
        expect(zone.offsetSecondsAt(at)).toBe(truth.offsetNanoseconds / 1e9);
        const back = Temporal.PlainDateTime.from(wall).toZonedDateTime(name, { disambiguation: 'compatible' });
        expect(zone.instantOf(wall)).toBe(back.epochMilliseconds);
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with the IANA rules for wall times near every change of offset', () => {
    const nearChange = fc.tuple(fc.constantFrom(...ZONES.slice(4)), seconds, fc.integer({ min: -100, max: 100 }));
    fc.assert(
      fc.property(nearChange, ([name, second, minutes]) => {
        const change = Temporal.Instant.fromEpochMilliseconds(second * 1000)
          .toZonedDateTimeISO(name)
          .getTimeZoneTransition('next');
        if (change === null) return;
        const wall = change.toPlainDateTime().add({ minutes }).toString({ smallestUnit: 'second' }) as WallTime;
        const truth = Temporal.PlainDateTime.from(wall).toZonedDateTime(name, { disambiguation: 'compatible' });
        expect(zoneOf(name).instantOf(wall)).toBe(truth.epochMilliseconds);
        expect(zoneOf(name).fitOf(wall) === 'skipped').toBe(
          truth.toPlainDateTime().toString({ smallestUnit: 'second' }) !== wall,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('civil dates', () => {
  it('counts days both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600_000, max: 2_500_000 }), (day) => {
        expect(epochDayOf(dateOfEpochDay(day))).toBe(day);
        expect(dateOfEpochDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });

  it('knows weekdays, distances and days that are not', () => {
    const monday = tryParseDate('2026-07-13');
    expect(monday && weekdayOf(monday)).toBe(1);
    expect(monday && daysBetween(monday, addDays(monday, 400))).toBe(400);
    expect(tryParseDate('2026-02-30')).toBeNull();
    expect(tryParseDate('2026-13-01')).toBeNull();
    expect(wallOfEpochMs(-1000)).toBe('1969-12-31T23:59:59');
  });
});
