import Type, { type Static } from 'typebox';
import { reading } from './reading-shape.js';

/**
 * A radio heard a beacon come near or leave. Says where a thing is, never who carries it: no attendance follows from it
 * alone. Strengths are medians in dBm as received; metres are not stated because they cannot be known.
 */
export const ProximityReading = reading(
  'proximity',
  {
    /** The beacon's name in the configuration of the device. */
    beaconId: Type.String({ minLength: 1, maxLength: 64 }),
    present: Type.Boolean(),
    /** Null when it left in silence. */
    medianDbm: Type.Union([Type.Number({ minimum: -127, maximum: 20 }), Type.Null()]),
    frames: Type.Integer({ minimum: 0 }),
    /** Whether the beacon proved that it is itself and now (a rotating identifier); false for one that can be copied. */
    proven: Type.Boolean(),
    batteryMillivolts: Type.Optional(Type.Integer({ minimum: 0, maximum: 65535 })),
  },
  'A beacon came near or left.',
);
export type ProximityReading = Static<typeof ProximityReading>;
