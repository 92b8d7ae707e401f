import Type, { type Static } from 'typebox';
import { deviceUserId, reading } from './reading-shape.js';

/**
 * What the number is the temperature of.
 * - `surface`: skin as an infrared sensor sees it.
 * - `body`: measured inside the body, or worked out by the device from the skin.
 * - `ambient`: the room.
 * - `unknown`: the device does not say; it is never compared with a threshold.
 */
export const TEMPERATURE_MODES = ['surface', 'body', 'ambient', 'unknown'] as const;
export type TemperatureMode = (typeof TEMPERATURE_MODES)[number];

export const TEMPERATURE_UNITS = ['C', 'F', 'K'] as const;
export type TemperatureUnit = (typeof TEMPERATURE_UNITS)[number];

const degrees = Type.Number({ minimum: -500, maximum: 1000 });

/**
 * A thermometer measured. `value` is what the device said, in its own `unit`, never a corrected number; what belongs to a
 * correction stands beside it. Health data: keys and everything else that is kept for long must not hold the value.
 */
export const TemperatureReading = reading(
  'temperature',
  {
    /** The device knew who it was: the temperature came inside the same event as a punch with the same user and time. */
    deviceUserId: Type.Optional(deviceUserId),
    value: degrees,
    unit: Type.Enum(TEMPERATURE_UNITS),
    mode: Type.Enum(TEMPERATURE_MODES),
    /** Where on the body, in the device's words: `forehead`, `ear`, `finger`. */
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    /** The sensor's own surroundings, in the same unit. */
    ambient: Type.Optional(degrees),
    emissivity: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    compensation: Type.Object(
      {
        /** Whether the device itself adds something to what it measures ("adjusted mode", ISO 80601-2-56). */
        byDevice: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unknown')]),
        /** Of this very device, from its calibration; to be added, in °C. */
        offsetCelsius: Type.Number({ minimum: -20, maximum: 20 }),
        /** k of `skin + k × (skin − ambient)`; left out: no such correction. */
        ambientFactor: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      },
      { additionalProperties: false },
    ),
    /** Last day on which the calibration holds; left out: not known. */
    calibrationExpiresOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    /** False for sensors that are never good enough for a decision about a person. */
    screeningGrade: Type.Optional(Type.Boolean()),
    /** How still the measurement was. Left out by devices that measure once and say one number. */
    window: Type.Optional(
      Type.Object(
        {
          samples: Type.Integer({ minimum: 1 }),
          spreadCelsius: Type.Number({ minimum: 0 }),
          stable: Type.Boolean(),
        },
        { additionalProperties: false },
      ),
    ),
    /** From the first sample to `time`. */
    durationMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    live: Type.Boolean(),
  },
  'A thermometer measured.',
);
export type TemperatureReading = Static<typeof TemperatureReading>;
