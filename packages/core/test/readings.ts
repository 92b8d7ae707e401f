import { hash } from 'node:crypto';
import {
  BUILTIN_CODE_TABLES,
  DEFAULT_CLOCK_POLICY,
  instant,
  type NormaliseContext,
  type PunchReading,
  type Reading,
  zoneOf,
} from '@hadir/core';
import fc from 'fast-check';

/** Makes readings and contexts for tests; what is not named is an ordinary accepted scan. */
export function punch(change: Partial<PunchReading> = {}): PunchReading {
  return {
    kind: 'punch',
    key: 'p|101|2026-07-15 07:21:05|1|0',
    time: { form: 'wall', wall: '2026-07-15T07:21:05' },
    transport: 'zk-tcp',
    raw: { encoding: 'hex', data: '00' },
    deviceUserId: '101',
    verify: { table: 'zkteco.verify', code: 1 },
    state: { table: 'zkteco.state', code: 0 },
    live: false,
    ...change,
  };
}

export function context(change: Partial<NormaliseContext> = {}): NormaliseContext {
  return {
    deviceId: 'sn1',
    zone: zoneOf('Asia/Makassar'),
    receivedAt: instant(Date.parse('2026-07-15T00:00:00Z')),
    codeTables: BUILTIN_CODE_TABLES,
    clockPolicy: DEFAULT_CLOCK_POLICY,
    sha256: (text) => hash('sha256', text),
    ...change,
  };
}

const text = (maxLength: number) => fc.string({ minLength: 1, maxLength, unit: 'grapheme-ascii' });
const twoDigits = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
const wall = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), twoDigits(19), twoDigits(39), twoDigits(29), twoDigits(69), twoDigits(69))
  .map(([y, mo, d, h, mi, s]) => `${String(y).padStart(4, '0')}-${mo}-${d}T${h}:${mi}:${s}`);

const deviceTime = fc.oneof(
  fc.record(
    {
      form: fc.constant('wall' as const),
      wall,
      utcOffsetSeconds: fc.integer({ min: -64800, max: 64800 }),
    },
    { requiredKeys: ['form', 'wall'] },
  ),
  fc.record({ form: fc.constant('instant' as const), epochMs: fc.maxSafeInteger() }),
  fc.record({ form: fc.constant('invalid' as const), text: fc.string({ maxLength: 64 }) }),
  fc.record({ form: fc.constant('absent' as const) }),
);
const code = fc.record({
  table: fc.oneof(fc.constantFrom(...Object.keys(BUILTIN_CODE_TABLES), '__proto__', 'none')),
  code: fc.integer(),
});
const common = {
  key: text(200),
  time: deviceTime,
  transport: text(32),
  raw: fc.record({ encoding: fc.constantFrom('hex' as const, 'utf8' as const), data: fc.string({ maxLength: 64 }) }),
};

/** Any valid reading, hostile ones included. */
export const anyReading: fc.Arbitrary<Reading> = fc.oneof(
  fc.record(
    {
      ...common,
      kind: fc.constant('punch' as const),
      deviceUserId: text(64),
      live: fc.boolean(),
      verify: code,
      state: code,
      workCode: fc.string({ maxLength: 32, unit: 'grapheme-ascii' }),
      clockOffsetMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
    },
    { requiredKeys: ['kind', 'key', 'time', 'transport', 'raw', 'deviceUserId', 'live'] },
  ),
  fc.record({
    ...common,
    kind: fc.constant('operation' as const),
    operation: code,
    values: fc.array(fc.string({ maxLength: 8 }), { maxLength: 8 }),
  }),
  fc.record(
    {
      ...common,
      kind: fc.constant('device-user' as const),
      deviceUserId: text(64),
      name: fc.string({ maxLength: 100, unit: 'grapheme-ascii' }),
    },
    { requiredKeys: ['kind', 'key', 'time', 'transport', 'raw', 'deviceUserId'] },
  ),
  fc.record(
    {
      ...common,
      kind: fc.constant('temperature' as const),
      deviceUserId: text(64),
      value: fc.double({ min: -500, max: 1000, noNaN: true }),
      unit: fc.constantFrom('C' as const, 'F' as const, 'K' as const),
      mode: fc.constantFrom('surface' as const, 'body' as const, 'ambient' as const, 'unknown' as const),
      ambient: fc.double({ min: -500, max: 1000, noNaN: true }),
      compensation: fc.record({
        byDevice: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
        offsetCelsius: fc.double({ min: -20, max: 20, noNaN: true }),
      }),
      durationMs: fc.nat({ max: 3_600_000 }),
      live: fc.boolean(),
    },
    { requiredKeys: ['kind', 'key', 'time', 'transport', 'raw', 'value', 'unit', 'mode', 'compensation', 'live'] },
  ),
  fc.record({
    ...common,
    kind: fc.constant('proximity' as const),
    beaconId: text(64),
    present: fc.boolean(),
    medianDbm: fc.option(fc.integer({ min: -127, max: 20 })),
    frames: fc.nat(),
    proven: fc.boolean(),
  }),
  fc.record({
    ...common,
    kind: fc.constant('face' as const),
    deviceUserId: text(64),
    band: fc.constantFrom('accept' as const, 'review' as const),
    model: fc.constant({ id: 'mobilefacenet', version: '87aacdfe57510db2' }),
    thresholds: fc.constant({ accept: 0.5, review: 0.42, margin: 0.08, frames: 2, outOf: 3 }),
    agreed: fc.integer({ min: 1, max: 9 }),
    assessed: fc.integer({ min: 1, max: 9 }),
    liveness: fc.constantFrom('none' as const, 'challenge-passed' as const, 'challenge-failed' as const),
  }),
) as fc.Arbitrary<Reading>;
