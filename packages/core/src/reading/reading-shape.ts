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

/** Declares a kind of reading: what all carry, and its own fields. */
export function reading<const Kind extends string, Fields extends TProperties>(
  kind: Kind,
  fields: Fields,
  description: string,
) {
  return Type.Object({ kind: Type.Literal(kind), ...common, ...fields }, { additionalProperties: false, description });
}

export const deviceUserId = Type.String({
  minLength: 1,
  maxLength: 64,
  description: "The device's own text for the person (PIN). Text: leading zeros and letters count.",
});
