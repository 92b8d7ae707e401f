import type { SightingGroup } from './group-visits.js';
import type { VisitPolicy } from './policy.js';
import type { IdentitySighting, TemperatureSighting } from './sighting.js';
import type { Timeline } from './timeline.js';

/** Whose a reading could be, and whether the rule is satisfied with the one there is. */
export interface Candidates {
  readonly groups: readonly SightingGroup[];
  /** Exactly one, and nothing speaks against it. */
  readonly certain: SightingGroup | null;
}

/** Everybody who was there. A reading that somebody else could also have made is nobody's. */
export function windowCandidates(reading: TemperatureSighting, timeline: Timeline, policy: VisitPolicy): Candidates {
  const fits = (one: IdentitySighting): boolean =>
    reading.at >= one.at - policy.beforeMs && reading.at <= one.at + policy.afterMs;
  return choose(reading, timeline, fits, policy);
}

/**
 * Everybody who was recognised before, at most a session ago, and was not measured since. `spent` tells up to when a
 * person's sessions are used up. Somebody who was recognised while the measurement ran makes it uncertain.
 */
export function sessionCandidates(
  reading: TemperatureSighting,
  timeline: Timeline,
  policy: VisitPolicy,
  spent: ReadonlyMap<string, number>,
): Candidates {
  const isOpen = (one: IdentitySighting): boolean =>
    one.at > (spent.get(one.who) ?? Number.NEGATIVE_INFINITY) &&
    one.at <= reading.at &&
    reading.at <= one.at + policy.sessionMs;
  const { groups: found, certain } = choose(reading, timeline, isOpen, policy);
  const wasFirst = certain?.sightings.some((one) => isOpen(one) && one.at <= reading.startedAt) ?? false;
  return { groups: found, certain: wasFirst ? certain : null };
}

/**
 * Somebody whose clock is not sure is a candidate over a wider time, and never the certain one; nor is somebody whom the
 * device was not sure of.
 */
function choose(
  reading: TemperatureSighting,
  timeline: Timeline,
  fits: (one: IdentitySighting) => boolean,
  policy: VisitPolicy,
): Candidates {
  const mayFit = (one: IdentitySighting): boolean =>
    one.isTimeSure ? fits(one) : Math.abs(reading.at - one.at) <= policy.unsureMs;
  const reachMs = Math.max(policy.beforeMs, policy.afterMs, policy.sessionMs, policy.unsureMs);
  const near = timeline.between(reading.at - reachMs, reading.at + reachMs);
  const found = [...new Set(near.filter(({ sighting }) => mayFit(sighting)).map(({ group }) => group))];
  found.sort((a, b) => a.order - b.order);
  const [only] = found;
  const sure = only?.sightings.some((one) => one.isTimeSure && one.isPersonSure && fits(one)) ?? false;
  return {
    groups: found,
    certain: found.length === 1 && only !== undefined && sure && reading.isTimeSure ? only : null,
  };
}
