import {
  assessSeries,
  assessTemperature,
  celsiusOf,
  checkTemperaturePolicy,
  DEFAULT_TEMPERATURE_POLICY,
  instant,
  median,
  steadyValue,
  type TemperatureMeasurement,
  type TemperaturePolicy,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const off = DEFAULT_TEMPERATURE_POLICY;
const on: TemperaturePolicy = { ...off, bodyThreshold: { celsius: 37.3, comparator: '>' } };
const today = '2026-07-15';

const measurement = (more: Partial<TemperatureMeasurement> = {}): TemperatureMeasurement => ({
  id: 't',
  deviceId: 'd',
  deviceUserId: null,
  eventId: null,
  measuredAt: instant(0),
  startedAt: instant(0),
  receivedAt: instant(0),
  verdict: 'accepted',
  flags: [],
  value: 36.6,
  unit: 'C',
  rawCelsius: 36.6,
  mode: 'body',
  site: null,
  ambientCelsius: 26,
  emissivity: null,
  compensation: { byDevice: 'unknown', offsetCelsius: 0 },
  calibrationExpiresOn: null,
  screeningGrade: true,
  samples: 5,
  spreadCelsius: 0.1,
  stable: true,
  transport: 'uart',
  ...more,
});
const assess = (more: Partial<TemperatureMeasurement>, policy = on, roomCelsius: number | null = null) =>
  assessTemperature(measurement(more), policy, { today, roomCelsius });

describe('one measurement', () => {
  it('says nothing about a person unless somebody set a threshold', () => {
    expect(assess({ rawCelsius: 40 }, off)).toEqual({ celsius: 40, usable: true, notes: [], advice: 'none' });
  });

  it.each([
    [37.3, 'none'],
    [37.31, 'measure-again'],
    [31.9, 'measure-again'],
    [43.1, 'measure-again'],
  ] as const)('body %d °C: %s', (rawCelsius, advice) => {
    expect(assess({ rawCelsius }).advice).toBe(advice);
  });

  it.each([
    [{ calibrationExpiresOn: '2026-07-14' }, 'calibration-expired'],
    [{ compensation: { byDevice: 'no', offsetCelsius: 1.1 } }, 'offset-too-large'],
    [{ screeningGrade: false }, 'not-screening-grade'],
    [{ mode: 'unknown' }, 'mode-unknown'],
  ] as const)('%j is kept and no ground for a decision', (more, note) => {
    expect(assess({ rawCelsius: 39, ...more })).toMatchObject({ usable: false, advice: 'none', notes: [note] });
  });

  it('a calibration holds through its last day', () => {
    expect(assess({ calibrationExpiresOn: today }).usable).toBe(true);
  });

  it.each([
    [{ stable: false }, 'unstable'],
    [{ ambientCelsius: 41 }, 'ambient-outside'],
    [{ ambientCelsius: 15.9 }, 'ambient-outside'],
  ] as const)('%j must be measured again', (more, note) => {
    expect(assess(more, off)).toMatchObject({ usable: false, advice: 'measure-again', notes: [note] });
  });

  it('takes the room from the station when the thermometer does not know it', () => {
    expect(assess({ ambientCelsius: null }).notes).toEqual(['ambient-unknown']);
    expect(assess({ ambientCelsius: null }, on, 33).notes).toEqual(['ambient-unusual']);
    expect(assess({ ambientCelsius: null }, on, 26).notes).toEqual([]);
  });

  it('never compares skin with the limit for a body', () => {
    expect(assess({ mode: 'surface', rawCelsius: 38 }).advice).toBe('none');
    const skin: TemperaturePolicy = { ...on, surfaceThreshold: { celsius: 36.9, comparator: '>=' } };
    expect(assess({ mode: 'surface', rawCelsius: 36.9 }, skin).advice).toBe('measure-again');
  });

  it('corrects by the offset, then for the room, and keeps the raw value', () => {
    const compensation = { byDevice: 'no', offsetCelsius: 0.3, ambientFactor: 0.1 } as const;
    const skin = { mode: 'surface', rawCelsius: 34.7, ambientCelsius: 25, compensation } as const;
    expect(assess(skin).celsius).toBe(36);
    expect(assess({ ...skin, ambientCelsius: null }).celsius).toBe(35);
  });

  it('compares in hundredths', () => {
    expect(assess({ rawCelsius: 37.304 }).advice).toBe('none');
    expect(assess({ rawCelsius: 37.306 }).advice).toBe('measure-again');
  });
});

describe('a series', () => {
  const series = (...values: readonly (readonly [minutes: number, celsius: number])[]) =>
    assessSeries(
      values.map(([minutes, rawCelsius]) => ({
        measuredAt: instant(minutes * 60_000),
        assessment: assess({ rawCelsius }),
      })),
      on,
    );
  it('needs a second high one, five minutes later', () => {
    expect(series([0, 38])).toBe('measure-again');
    expect(series([0, 38], [4.9, 38])).toBe('measure-again');
    expect(series([0, 38], [5, 38])).toBe('officer');
    expect(series([0, 38], [2, 36.5], [6, 38])).toBe('officer');
    expect(series([0, 38], [5, 36.5])).toBe('none');
    expect(series([0, 36.5])).toBe('none');
  });
  it('is not ended by a failed measurement', () => {
    expect(series([0, 38], [5, 38], [6, 20])).toBe('officer');
    expect(series([0, 20])).toBe('measure-again');
    expect(series()).toBe('none');
  });
});

describe('values', () => {
  it.each([
    [97.88, 'F', 36.6],
    [309.75, 'K', 36.6],
    [36.6, 'C', 36.6],
  ] as const)('%d %s is %d °C', (value, unit, celsius) => {
    expect(celsiusOf(value, unit)).toBe(celsius);
  });

  it('are steady by the median of the last five', () => {
    expect(steadyValue([20, 36.5, 36.6, 36.5, 36.7, 36.6])).toEqual({
      celsius: 36.6,
      samples: 5,
      spreadCelsius: 0.2,
      stable: true,
    });
    expect(steadyValue([36.6])).toMatchObject({ stable: false });
    expect(steadyValue([])).toBeNull();
    expect(median([3, 1, 2, 4])).toBe(2.5);
  });

  it('the median lies within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { minLength: 1 }), (values) => {
        expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(median(values)).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('a policy', () => {
  it('is refused when a range is none or a threshold cannot be reached', () => {
    expect(checkTemperaturePolicy(on)).toBe(on);
    expect(() => checkTemperaturePolicy({ ...on, plausibleBodyCelsius: [43, 32] })).toThrow(/plausibleBodyCelsius/);
    expect(() => checkTemperaturePolicy({ ...on, bodyThreshold: { celsius: 99, comparator: '>' } })).toThrow(/99/);
  });
});
