import Type, { type Static } from 'typebox';
import { deviceUserId, reading } from './reading-shape.js';

/**
 * A camera saw somebody whom Hadir's own recognition knows. Faces that nobody is enrolled for, and those too small to be
 * assessed, are no reading: nothing of them is kept. Scores of likeness and pictures never stand here; what led to the
 * decision does.
 * A terminal that recognises by itself tells `punch` readings.
 */
export const FaceReading = reading(
  'face',
  {
    deviceUserId,
    /** `accept`: counts. `review`: alike, not enough alike; an officer looks. */
    band: Type.Union([Type.Literal('accept'), Type.Literal('review')]),
    model: Type.Object(
      { id: Type.String({ maxLength: 40 }), version: Type.String({ pattern: '^[0-9a-f]{16}$' }) },
      { additionalProperties: false },
    ),
    /** What was asked of the score, of the distance to the next person, and of how many frames. */
    thresholds: Type.Object(
      {
        accept: Type.Number(),
        review: Type.Number(),
        margin: Type.Number(),
        frames: Type.Integer({ minimum: 1 }),
        outOf: Type.Integer({ minimum: 1 }),
      },
      { additionalProperties: false },
    ),
    /** Frames that agreed on the person, of those assessed. */
    agreed: Type.Integer({ minimum: 1 }),
    assessed: Type.Integer({ minimum: 1 }),
    /** Whether a living person was asked to prove it. `none`: nobody looked. Never a certified attack detection. */
    liveness: Type.Union([Type.Literal('none'), Type.Literal('challenge-passed'), Type.Literal('challenge-failed')]),
    /**
     * What a weak model said of one picture, 0 to 1, more is more alive. Recorded, so that a site can see what it is worth;
     * no rule reads it.
     */
    passiveLiveness: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  'A camera saw somebody who is enrolled.',
);
export type FaceReading = Static<typeof FaceReading>;
