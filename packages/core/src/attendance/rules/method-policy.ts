import Type, { type Static } from 'typebox';
import { type DateRange, isInRange } from '../../time/date-range.js';
import type { CivilDate } from '../../time/wall-time.js';
import { METHODS, type Method } from '../../vocabulary/method.js';

/**
 * Which methods count in a unit. "From Monday 8 June 2020 only face" is a version of this document with that first day;
 * the version before it ends on the Sunday. A scan by another method is kept and shown, and counts for nothing.
 */
export const MethodPolicy = Type.Object(
  {
    source: Type.Optional(Type.String()),
    methods: Type.Array(Type.Enum([...METHODS]), { uniqueItems: true }),
    /** A phone counts only when it proved to be near the office's beacon. */
    phoneNeedsBeacon: Type.Optional(Type.Boolean()),
    /** The last day on which approved manual attendance counts; absent when it always does. */
    manualUntil: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  },
  { additionalProperties: false },
);
export type MethodPolicy = Static<typeof MethodPolicy>;

export interface MethodPolicyVersion extends DateRange {
  readonly unitId: string;
  readonly policy: MethodPolicy;
}

/** The policy of the nearest unit that has one on this day: the own unit first, then upwards. Null when none says anything. */
export function methodPolicyFor(
  versions: readonly MethodPolicyVersion[],
  unitAndAncestors: readonly string[],
  date: CivilDate,
): MethodPolicy | null {
  for (const unitId of unitAndAncestors) {
    const found = versions.find((version) => version.unitId === unitId && isInRange(version, date));
    if (found !== undefined) return found.policy;
  }
  return null;
}

/** How a scan was made, as far as the policy asks. */
export interface ScanMethod {
  readonly methods: readonly Method[];
  readonly nearBeacon: boolean;
}

/**
 * Whether a scan counts. One of its methods must be allowed; a scan of which the method is not known counts only where
 * nothing is excluded, that is without a policy.
 */
export function isMethodAllowed(policy: MethodPolicy | null, scan: ScanMethod): boolean {
  if (policy === null) return true;
  return scan.methods.some(
    (method) =>
      policy.methods.includes(method) && (method !== 'phone' || policy.phoneNeedsBeacon !== true || scan.nearBeacon),
  );
}

export function isManualAllowed(policy: MethodPolicy | null, date: CivilDate): boolean {
  if (policy === null) return true;
  return policy.methods.includes('manual') || (policy.manualUntil !== undefined && date <= policy.manualUntil);
}
