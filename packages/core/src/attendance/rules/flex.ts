import Type, { type Static } from 'typebox';

const Minutes = Type.Integer({ minimum: 1, maximum: 720 });

/**
 * Flexible hours, in the shapes that regions have published:
 * - `makeup`: minutes up to the tolerance are no lateness; they are added to the end of the day. Lateness is counted from
 *   the end of the tolerance (Tulang Bawang; PMK 221/PMK.01/2021 with 90 minutes). With `earlyMinutes`, coming earlier
 *   brings the end forward by as much.
 * - `block`: any lateness up to the tolerance is no lateness and moves the end by a fixed `addMinutes`; a longer one is
 *   lateness from the start of the day (KemenPANRB 6/2018).
 */
export const Flex = Type.Union([
  Type.Object(
    { kind: Type.Literal('makeup'), toleranceMinutes: Minutes, earlyMinutes: Type.Optional(Minutes) },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('block'), toleranceMinutes: Minutes, addMinutes: Minutes },
    { additionalProperties: false },
  ),
]);
export type Flex = Static<typeof Flex>;

/** What flexible hours make of a day, once it is known when the person came. All in seconds. */
export interface FlexUse {
  /** From when on lateness counts. */
  readonly lateFrom: number;
  readonly end: number;
  /** Whole minutes of the tolerance that were used. */
  readonly usedMinutes: number;
}

export function applyFlex(flex: Flex | undefined, start: number, end: number, cameAt: number | null): FlexUse {
  const plain: FlexUse = { lateFrom: start, end, usedMinutes: 0 };
  if (flex === undefined || cameAt === null) return plain;
  const after = Math.trunc((cameAt - start) / 60);
  switch (flex.kind) {
    case 'makeup': {
      if (after <= 0) return { ...plain, end: end - Math.min(-after, flex.earlyMinutes ?? 0) * 60 };
      const usedMinutes = Math.min(after, flex.toleranceMinutes);
      return { lateFrom: start + flex.toleranceMinutes * 60, end: end + usedMinutes * 60, usedMinutes };
    }
    case 'block':
      if (after < 1 || after > flex.toleranceMinutes) return plain;
      return { lateFrom: cameAt, end: end + flex.addMinutes * 60, usedMinutes: after };
  }
}
