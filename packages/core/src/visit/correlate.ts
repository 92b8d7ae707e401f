import { type Instant, instant } from '../time/instant.js';
import { type Candidates, sessionCandidates, windowCandidates } from './candidates.js';
import { groupVisits, type SightingGroup } from './group-visits.js';
import type { VisitPolicy } from './policy.js';
import type { BindingMethod, Correlation, OperatorDecision, TemperatureOutcome, Visit } from './result.js';
import type { IdentitySighting, TemperatureSighting } from './sighting.js';
import { type Timeline, timelineOf } from './timeline.js';

export interface CorrelationInput {
  /** Of one station, in any order. */
  readonly identities: readonly IdentitySighting[];
  readonly temperatures: readonly TemperatureSighting[];
  readonly decisions: readonly OperatorDecision[];
  readonly policy: VisitPolicy;
  readonly now: Instant;
  /**
   * Whom the station's devices saw before this is known, because all of them were read since. Left out: up to now.
   * A terminal that is away may hold a second person, so nothing later becomes certain by a rule.
   */
  readonly knownUntil?: Instant;
}

/**
 * Joins what the sensors of one station saw into visits. In this order, for each reading:
 *
 * 1. an operator's decision;
 * 2. the device knew the person itself, or an officer said who it is when measuring;
 * 3. the station's rule, when it names exactly one person, `settleMs` have passed, and all devices of the station were
 *    read since, so that news still on its way could not name a second;
 * 4. else it waits, goes to an operator, or is given up.
 *
 * The result follows from the set of facts alone, in whatever order they came. Facts that come later than `settleMs`, or
 * whose clock is not sure, can make a certain reading uncertain again: then it goes to an operator.
 */
export function correlate(input: CorrelationInput): Correlation {
  const groups = groupVisits(input.identities, input.policy.joinMs);
  const timeline = timelineOf(groups);
  const whereabouts = whereaboutsOf(groups, timeline, input.policy);
  const decisions = new Map(input.decisions.map((one) => [one.readingId, one]));
  const spent = new Map<string, number>();
  const outcomes: TemperatureOutcome[] = [];
  const readings = inOrder(input.temperatures);
  for (const reading of readings) {
    const candidates = candidatesFor(reading, timeline, input.policy, spent);
    const keys = candidates.groups.map((group) => group.key);
    const decision = decisions.get(reading.id);
    if (decision !== undefined) outcomes.push(decided(decision, reading, keys, whereabouts));
    else if (reading.stated !== null) {
      const { eventId, who, by } = reading.stated;
      const group = whereabouts(eventId, who, reading.at);
      outcomes.push(bound(reading.id, keys, who, group, by === null ? 'same-event' : 'operator', by));
    } else outcomes.push(byRule(reading, candidates, keys, input));
    spend(spent, reading, candidates, input.policy);
  }
  return { visits: toVisits(groups, outcomes, readings), outcomes };
}

function inOrder(readings: readonly TemperatureSighting[]): readonly TemperatureSighting[] {
  const unique = new Map(readings.map((one) => [one.id, one]));
  return [...unique.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function candidatesFor(
  reading: TemperatureSighting,
  timeline: Timeline,
  policy: VisitPolicy,
  spent: ReadonlyMap<string, number>,
): Candidates {
  return policy.rule === 'window'
    ? windowCandidates(reading, timeline, policy)
    : sessionCandidates(reading, timeline, policy, spent);
}

/** The visit of a check-in; without one, the visit of that person that is nearest in time, when there is one near. */
type Whereabouts = (eventId: string | null, who: string, at: Instant) => SightingGroup | null;

function whereaboutsOf(groups: readonly SightingGroup[], timeline: Timeline, { joinMs }: VisitPolicy): Whereabouts {
  const groupOf = new Map(groups.flatMap((group) => group.sightings.map((one) => [one.id, group] as const)));
  return (eventId, who, at) => {
    const own = eventId === null ? undefined : groupOf.get(eventId);
    if (own !== undefined) return own;
    const near = timeline.between(at - joinMs, at + joinMs).filter(({ sighting }) => sighting.who === who);
    near.sort((a, b) => Math.abs(a.sighting.at - at) - Math.abs(b.sighting.at - at) || a.group.order - b.group.order);
    return near[0]?.group ?? null;
  };
}

/** A session ends with the first stable reading that is certainly its own, whatever an operator says about it later. */
function spend(
  spent: Map<string, number>,
  reading: TemperatureSighting,
  { certain }: Candidates,
  policy: VisitPolicy,
): void {
  if (policy.rule === 'id-first' && reading.stated === null && reading.stable && certain !== null) {
    spent.set(certain.who, reading.at);
  }
}

function bound(
  readingId: string,
  candidates: readonly string[],
  who: string,
  group: SightingGroup | null,
  method: BindingMethod,
  decidedBy: string | null = null,
): TemperatureOutcome {
  return { state: 'bound', readingId, candidates, who, visitKey: group?.key ?? null, method, decidedBy };
}

function decided(
  { who, eventId, by }: OperatorDecision,
  reading: TemperatureSighting,
  candidates: readonly string[],
  whereabouts: Whereabouts,
): TemperatureOutcome {
  if (who === null && eventId === null) {
    return { state: 'dismissed', readingId: reading.id, candidates, decidedBy: by };
  }
  const group = whereabouts(eventId, who ?? '', reading.at);
  // The check-in tells whose it is, also when its number was given to another person since.
  const person = eventId === null ? who : (group?.who ?? who);
  if (person === null) return { state: 'pending', readingId: reading.id, candidates, reason: 'nobody' };
  return bound(reading.id, candidates, person, group, 'operator', by);
}

function byRule(
  reading: TemperatureSighting,
  { groups, certain }: Candidates,
  candidates: readonly string[],
  { policy, now, knownUntil = now }: CorrelationInput,
): TemperatureOutcome {
  const readingId = reading.id;
  if (groups.length > 1) return { state: 'pending', readingId, candidates, reason: 'several' };
  const until = instant(reading.at + policy.beforeMs + policy.settleMs);
  if (now < until) return { state: 'waiting', readingId, candidates, until };
  if (knownUntil < reading.at + policy.beforeMs) {
    const givenUpAt = instant(reading.at + policy.expireMs);
    if (now < givenUpAt) return { state: 'waiting', readingId, candidates, until: givenUpAt };
    return { state: 'pending', readingId, candidates, reason: 'device-away' };
  }
  if (certain !== null) return bound(readingId, candidates, certain.who, certain, policy.rule);
  if (groups.length === 1) return { state: 'pending', readingId, candidates, reason: 'unsure' };
  if (now - reading.at > policy.expireMs) return { state: 'unmatched', readingId, candidates };
  return { state: 'pending', readingId, candidates, reason: 'nobody' };
}

function toVisits(
  groups: readonly SightingGroup[],
  outcomes: readonly TemperatureOutcome[],
  readings: readonly TemperatureSighting[],
): readonly Visit[] {
  const stable = new Set(readings.filter((one) => one.stable).map((one) => one.id));
  const of = new Map<string, string[]>();
  for (const outcome of outcomes) {
    if (outcome.state !== 'bound' || outcome.visitKey === null) continue;
    const list = of.get(outcome.visitKey) ?? [];
    list.push(outcome.readingId);
    of.set(outcome.visitKey, list);
  }
  return groups.map(({ key, who, from, to, sightings }) => {
    const own = of.get(key) ?? [];
    return {
      key,
      who,
      from,
      to,
      sightings: sightings.map((one) => one.id),
      kinds: [...new Set(sightings.map((one) => one.kind))],
      readings: own,
      readingId: own.filter((id) => stable.has(id)).at(-1) ?? own.at(-1) ?? null,
    };
  });
}
