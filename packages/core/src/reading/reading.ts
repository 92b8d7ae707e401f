import Type, { type Static } from 'typebox';
import { FaceReading } from './face-reading.js';
import { ProximityReading } from './proximity-reading.js';
import { deviceUserId, reading, VendorCode } from './reading-shape.js';
import { TemperatureReading } from './temperature-reading.js';

/** Somebody was recognised by the device. */
export const PunchReading = reading(
  'punch',
  {
    deviceUserId,
    verify: Type.Optional(VendorCode),
    state: Type.Optional(VendorCode),
    workCode: Type.Optional(Type.String({ maxLength: 32 })),
    /** True while the terminal reports it as it happens; false when read from its memory later. */
    live: Type.Boolean(),
    /** What the device found when it looked whether a living person stood there; absent when it does not tell. */
    liveness: Type.Optional(Type.Union([Type.Literal('passed'), Type.Literal('failed')])),
  },
  'A person was recognised by the device.',
);
export type PunchReading = Static<typeof PunchReading>;

/** The device tells about itself: switched on, tampered with, logs deleted, clock set. */
export const OperationReading = reading(
  'operation',
  {
    operation: VendorCode,
    operator: Type.Optional(Type.String({ maxLength: 64 })),
    values: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 8 }),
  },
  'The device reports an operation done on it.',
);
export type OperationReading = Static<typeof OperationReading>;

/**
 * The device tells who is registered on it. Never holds passwords or templates.
 * A state, not a happening: its `key` is `<who>|<what is said>`, and it is written again when it was changed meanwhile.
 */
export const DeviceUserReading = reading(
  'device-user',
  {
    deviceUserId,
    name: Type.Optional(Type.String({ maxLength: 120 })),
    privilege: Type.Optional(
      Type.Union([Type.Literal('user'), Type.Literal('enroller'), Type.Literal('manager'), Type.Literal('admin')]),
    ),
    card: Type.Optional(Type.Boolean({ description: 'Whether a card is registered; its number stays on the device.' })),
    /** Kinds of biometric templates the device reports for this user, e.g. fingerprint ×2. */
    enrolled: Type.Optional(
      Type.Array(
        Type.Object(
          { method: Type.String({ maxLength: 32 }), count: Type.Integer({ minimum: 0 }) },
          { additionalProperties: false },
        ),
        { maxItems: 16 },
      ),
    ),
  },
  'A user registered on the device.',
);
export type DeviceUserReading = Static<typeof DeviceUserReading>;

/** Everything a driver may emit. Discriminated by `kind`; later drivers add kinds, never change one. */
export const Reading = Type.Union([
  PunchReading,
  OperationReading,
  DeviceUserReading,
  TemperatureReading,
  ProximityReading,
  FaceReading,
]);
export type Reading =
  | PunchReading
  | OperationReading
  | DeviceUserReading
  | TemperatureReading
  | ProximityReading
  | FaceReading;
export type ReadingKind = Reading['kind'];
