import Type from 'typebox';
import { indexMappings } from '../../identity/mapping.js';
import { readNik } from '../../identity/number/nik.js';
import { readEmployeeNumber } from '../../identity/number/nip.js';
import { DEFAULT_CLOCK_POLICY } from '../../normalise/clock-policy.js';
import { readTime } from '../../normalise/device-clock.js';
import { instantToText } from '../../time/instant.js';
import type { CivilDate } from '../../time/wall-time.js';
import { zoneOf } from '../../time/zone.js';
import { lateArrival } from '../evidence/late-arrival.js';
import { mergeReports } from '../evidence/merge.js';
import { decidePhone } from '../evidence/phone.js';
import { checkPull } from '../evidence/pull-check.js';
import { judgeTemperature } from '../evidence/temperature.js';
import { caseKind } from './case-kind.js';
import { DateText, dateOf, Name, WallText, wallOf } from './case-values.js';

const strict = { additionalProperties: false } as const;

const GivenNumber = Type.Object({ value: Type.Union([Type.String(), Type.Number()]), today: DateText }, strict);

/** A NIP or NI PPPK: `ok`, `employment`, `birthDate`, `appointed`, `sex`, `sequence`, or `reason`. */
export const employeeNumberCase = caseKind(GivenNumber, ({ value, today }) => {
  const { kind, ...read } = { kind: undefined, ...readEmployeeNumber(value, dateOf(today)) };
  return kind === undefined ? read : { ...read, employment: kind };
});

/** A NIK: `ok`, `birthDate`, `sex`, `area`, or `reason`. */
export const nikCase = caseKind(GivenNumber, ({ value, today }) => readNik(value, dateOf(today)));

/** Reports of several transports made into scans: `count`, and by time `utc` and `transports`. */
export const mergeCase = caseKind(
  Type.Object(
    {
      reports: Type.Array(
        Type.Object({ device: Name, deviceUserId: Name, local: Type.String(), zone: Name, transport: Name }, strict),
      ),
    },
    strict,
  ),
  ({ reports }) => {
    const scans = mergeReports(
      reports.map(({ device, zone, ...report }) => ({ ...report, deviceId: device, zone: zoneOf(zone) })),
    );
    return {
      count: scans.length,
      utc: scans.map(({ at }) => instantToText(at).replace('.000Z', 'Z')),
      transports: scans.map(({ transports }) => transports),
    };
  },
);

/** A scan that comes after its day: `action`. */
export const lateArrivalCase = caseKind(
  Type.Object(
    { eventDay: DateText, received: DateText, lockedOn: Type.Optional(Type.Union([DateText, Type.Null()])) },
    strict,
  ),
  ({ received, lockedOn }) => ({
    action: lateArrival(dateOf(received), lockedOn == null ? null : dateOf(lockedOn)),
  }),
);

/** A device clock compared with the hub's: `corrected` time, or null with `flag` PERLU_VERIFIKASI. */
export const clockCase = caseKind(
  Type.Object(
    { raw: WallText, deviceNow: WallText, serverNow: WallText, maxAutoSeconds: Type.Integer({ minimum: 0 }) },
    strict,
  ),
  (given) => {
    // All three are wall times of one place; any zone without changes gives the same answer.
    const zone = zoneOf('UTC');
    const now = zone.instantOf(wallOf(given.serverNow));
    const clockOffsetMs = zone.instantOf(wallOf(given.deviceNow)) - now;
    const clockPolicy = { ...DEFAULT_CLOCK_POLICY, correctableOffsetMs: given.maxAutoSeconds * 1000 };
    const time = readTime(
      { form: 'wall', wall: wallOf(given.raw) },
      { key: 'case', live: false, clockOffsetMs },
      { zone, receivedAt: now, clockPolicy },
    );
    if (time.verdict !== 'accepted') return { corrected: null, flag: 'PERLU_VERIFIKASI' };
    const isShifted = time.flags.includes('clock-corrected');
    return {
      corrected: zone.wallOf(time.occurredAt),
      flag: isShifted ? `CLOCK_SHIFTED_${-clockOffsetMs / 1000}` : null,
    };
  },
);

/** Whose scan it is: `action` ACCEPT with `person`, or QUARANTINE. */
export const resolveCase = caseKind(
  Type.Object(
    {
      device: Name,
      deviceUserId: Name,
      mapping: Type.Record(Name, Type.Record(Name, Name)),
      date: Type.Optional(DateText),
    },
    strict,
  ),
  ({ device, deviceUserId, mapping, date }) => {
    const index = indexMappings(
      Object.entries(mapping).flatMap(([deviceId, users]) =>
        Object.entries(users).map(([user, personId]) => ({
          deviceId,
          deviceUserId: user,
          personId,
          from: '0001-01-01' as CivilDate,
          to: null,
        })),
      ),
    );
    const person = index.personOf(device, deviceUserId, dateOf(date ?? '2000-01-01'));
    return { action: person === null ? 'QUARANTINE' : 'ACCEPT', person };
  },
);

/** How many rows a device gave, against before: `action`, `dayState`. */
export const emptyPullCase = caseKind(
  Type.Object(
    {
      rowsNow: Type.Integer({ minimum: 0 }),
      rowsBefore: Type.Integer({ minimum: 0 }),
      complete: Type.Optional(Type.Boolean()),
    },
    strict,
  ),
  ({ rowsNow, rowsBefore, complete }) => checkPull(rowsNow, rowsBefore, complete),
);

/** A check-in by phone: `decision`, `reasons`. */
export const phoneCase = caseKind(
  Type.Object(
    {
      boundTo: Type.Enum(['self', 'other', 'none']),
      beacon: Type.Object(
        {
          heard: Type.Boolean(),
          tokenValid: Type.Boolean(),
          tokenAgeSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
        },
        strict,
      ),
      mockLocation: Type.Boolean(),
      biometricOk: Type.Boolean(),
      queuedSeconds: Type.Number({ minimum: 0 }),
      wfaApproved: Type.Boolean(),
      sameCoordinatePersons: Type.Integer({ minimum: 0 }),
    },
    strict,
  ),
  (given) => decidePhone(given),
);

/** Body temperature at a gate: `gate`, `attendance`. */
export const temperatureCase = caseKind(
  Type.Object(
    {
      rule: Type.Object(
        {
          limitCelsius: Type.Number(),
          operator: Type.Enum(['>', '>=']),
          plausibleCelsius: Type.Tuple([Type.Number(), Type.Number()]),
          repeat: Type.Integer({ minimum: 0 }),
        },
        strict,
      ),
      readingsCelsius: Type.Array(Type.Number()),
      identityKnown: Type.Boolean(),
    },
    strict,
  ),
  ({ rule, readingsCelsius, identityKnown }) => judgeTemperature(readingsCelsius, identityKnown, rule),
);
