import { type Instant, instant } from '../time/instant.js';
import { type Candidates, sessionCandidates, windowCandidates } from './candidates.js';
import { groupVisits, type SightingGroup } from './group-visits.js';
import type { VisitPolicy } from './policy.js';
import type { BindingMethod, Correlation, OperatorDecision, TemperatureOutcome, Visit } from './result.js';
import type { IdentitySighting, TemperatureSighting } from './sighting.js';

export interface CorrelationInput {
  /** Of one station, in any order. */
  readonly identities: readonly IdentitySighting[];
  readonly temperatures: readonly TemperatureSighting[];
  readonly decisions: readonly OperatorDecision[];
  readonly policy: VisitPolicy;
  readonly now: Instant;
}

/**
 * Joins what the sensors of one station saw into visits. In this order, for each reading:
 *
 * 1. an operator's decision;
 * 2. the device knew the person itself;
 * 3. the station's rule, when it names exactly one person and `settleMs` have passed, so that news still on its way
 *    could not name a second;
 * 4. else it waits, goes to an operator, or is given up.
 *
 * The result follows from the set of facts alone, in whatever order they came. Facts that come later than `settleMs`, or
 * whose clock is not sure, can make a certain reading uncertain again: then it goes to an operator.
 */
export function correlate(input: CorrelationInput): Correlation {
  const groups = groupVisits(input.identities, input.policy.joinMs);
  const groupOf = new Map(groups.flatMap((group) => group.sightings.map((one) => [one.id, group] as const)));
  const decisions = new Map(input.decisions.map((one) => [one.readingId, one]));
  const spent = new Map<string, number>();
  const outcomes: TemperatureOutcome[] = [];
  const readings = inOrder(input.temperatures);
  for (const reading of readings) {
    const candidates = candidatesFor(reading, groups, input.policy, spent);
    const keys = candidates.groups.map((group) => group.key);
    const decision = decisions.get(reading.id);
    if (decision !== undefined) outcomes.push(decided(decision, keys, groupOf));
    else if (reading.sameEvent !== null) {
      const { eventId, who } = reading.sameEvent;
      outcomes.push(bound(reading.id, keys, who, groupOf.get(eventId) ?? null, 'same-event'));
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
  groups: readonly SightingGroup[],
  policy: VisitPolicy,
  spent: ReadonlyMap<string, number>,
): Candidates {
  return policy.rule === 'window'
    ? windowCandidates(reading, groups, policy)
    : sessionCandidates(reading, groups, policy, spent);
}

/** A session ends with the first stable reading that is certainly its own, whatever an operator says about it later. */
function spend(
  spent: Map<string, number>,
  reading: TemperatureSighting,
  { certain }: Candidates,
  policy: VisitPolicy,
): void {
  if (policy.rule === 'id-first' && reading.sameEvent === null && reading.stable && certain !== null) {
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
  decision: OperatorDecision,
  candidates: readonly string[],
  groupOf: ReadonlyMap<string, SightingGroup>,
): TemperatureOutcome {
  const { readingId, who, eventId, by } = decision;
  const group = eventId === null ? null : (groupOf.get(eventId) ?? null);
  // The check-in tells who it was then, also when its number has been given to another person since.
  const person = group?.who ?? who;
  if (person === null) return { state: 'dismissed', readingId, candidates, decidedBy: by };
  return bound(readingId, candidates, person, group, 'operator', by);
}

function byRule(
  reading: TemperatureSighting,
  { groups, certain }: Candidates,
  candidates: readonly string[],
  { policy, now }: CorrelationInput,
): TemperatureOutcome {
  const readingId = reading.id;
  if (groups.length > 1) return { state: 'pending', readingId, candidates, reason: 'several' };
  const until = instant(reading.at + policy.beforeMs + policy.settleMs);
  if (now < until) return { state: 'waiting', readingId, candidates, until };
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
