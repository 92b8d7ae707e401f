import Type, { type Static, type TProperties } from 'typebox';
import { DeviceTime } from './device-time.js';

/** The bytes the device sent for this reading, so that every later decision can be checked against them. */
export const RawEvidence = Type.Object(
  {
    encoding: Type.Union([Type.Literal('hex'), Type.Literal('utf8')]),
    data: Type.String({ maxLength: 16384 }),
  },
  { additionalProperties: false },
);
export type RawEvidence = Static<typeof RawEvidence>;

/** A code exactly as the device gave it, with the name of the table that says what it means. */
export const VendorCode = Type.Object(
  {
    table: Type.String({ minLength: 1, maxLength: 64 }),
    code: Type.Integer(),
  },
  { additionalProperties: false },
);
export type VendorCode = Static<typeof VendorCode>;

/** What every reading carries. `key` is equal for the same happening on the same device, however often and by whatever transport it comes. */
const common = {
  key: Type.String({ minLength: 1, maxLength: 200 }),
  time: DeviceTime,
  /** How it travelled: `zk-tcp`, `zk-udp`, `zk-live`, `adms`, `soap`, … For people who investigate; never part of identity. */
  transport: Type.String({ minLength: 1, maxLength: 32 }),
  raw: RawEvidence,
  /** Device clock minus host clock as measured in this session, in ms; absent when not measured. */
  clockOffsetMs: Type.Optional(Type.Number()),
};

function reading<const Kind extends string, Fields extends TProperties>(
  kind: Kind,
  fields: Fields,
  description: string,
) {
  return Type.Object({ kind: Type.Literal(kind), ...common, ...fields }, { additionalProperties: false, description });
}

const deviceUserId = Type.String({
  minLength: 1,
  maxLength: 64,
  description: "The device's own text for the person (PIN). Text: leading zeros and letters count.",
});

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

/** The device tells who is registered on it. Never holds passwords or templates. */
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
export const Reading = Type.Union([PunchReading, OperationReading, DeviceUserReading]);
export type Reading = PunchReading | OperationReading | DeviceUserReading;
export type ReadingKind = Reading['kind'];
