import Type, { type Static } from 'typebox';

/**
 * When the device says that something happened, in the device's own terms.
 * Turning it into an instant is the normaliser's work, because only the hub knows the site's zone and the clock's drift.
 */
export const DeviceTime = Type.Union([
  Type.Object(
    {
      form: Type.Literal('wall', { description: "The device's wall clock, without a zone." }),
      wall: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' }),
      /** Seconds east of UTC when the device itself states them (ADMS TimeOffset). */
      utcOffsetSeconds: Type.Optional(Type.Integer({ minimum: -64800, maximum: 64800 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      form: Type.Literal('instant', { description: 'The device stated an absolute time.' }),
      epochMs: Type.Integer(),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      form: Type.Literal('invalid', {
        description: 'A time that cannot exist, such as 31 February. The reading is kept and shown, never counted.',
      }),
      text: Type.String({ maxLength: 64 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      form: Type.Literal('absent', { description: 'The device has no clock; the time of receipt is all there is.' }),
    },
    { additionalProperties: false },
  ),
]);
export type DeviceTime = Static<typeof DeviceTime>;
