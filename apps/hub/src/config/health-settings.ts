import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const celsius = Type.Number({ minimum: -40, maximum: 100 });
const Range = Type.Object({ low: celsius, high: celsius }, closed);
const seconds = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description });

const Threshold = Type.Object(
  {
    celsius: Type.Number({ minimum: 20, maximum: 50 }),
    comparator: Type.Enum(['>', '>='], { description: '>: the limit itself passes.' }),
  },
  closed,
);

/** How temperatures are judged; what is left out stays as in `DEFAULT_TEMPERATURE_POLICY`. */
export const TemperatureSettings = Type.Object(
  {
    bodyThreshold: Type.Optional(Threshold),
    surfaceThreshold: Type.Optional(Threshold),
    repeatAfterSeconds: Type.Optional(seconds(0, 7200, 'A high one counts only when it is still high so much later.')),
    plausibleBodyCelsius: Type.Optional(Range),
    plausibleSurfaceCelsius: Type.Optional(Range),
    ambientRatedCelsius: Type.Optional(Range),
    ambientUsualCelsius: Type.Optional(Range),
    maxOffsetCelsius: Type.Optional(Type.Number({ minimum: 0, maximum: 20 })),
  },
  { ...closed, description: 'Without a threshold temperatures are recorded only.' },
);
export type TemperatureSettings = Static<typeof TemperatureSettings>;

/** How the devices of a station are joined; what is left out stays as in `DEFAULT_VISIT_POLICY`. */
export const VisitSettings = Type.Object(
  {
    rule: Type.Optional(
      Type.Enum(['window', 'id-first'], {
        description: 'window: exactly one person was there; id-first: one lane, recognised first, then measured, once.',
      }),
    ),
    beforeSeconds: Type.Optional(seconds(0, 600, 'window: measured so long before checking in.')),
    afterSeconds: Type.Optional(seconds(0, 600, 'window: measured so long after checking in.')),
    sessionSeconds: Type.Optional(seconds(1, 600, 'id-first: measured so long after being recognised.')),
    joinSeconds: Type.Optional(seconds(1, 3600, 'Recognised again within this: the same visit.')),
    settleSeconds: Type.Optional(seconds(0, 3600, 'Devices may tell this late; until then nothing is certain.')),
    unsureSeconds: Type.Optional(seconds(0, 3600, 'Around a check-in whose clock is not sure.')),
    expireSeconds: Type.Optional(seconds(1, 86_400, 'A measurement that nobody fits is given up after this.')),
  },
  closed,
);
export type VisitSettings = Static<typeof VisitSettings>;
