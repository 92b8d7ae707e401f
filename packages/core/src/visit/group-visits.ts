import type { Instant } from '../time/instant.js';
import type { IdentitySighting } from './sighting.js';

/** Sightings of one person that belong together, in order of time. */
export interface SightingGroup {
  /** Place among the groups of the station. */
  readonly order: number;
  readonly key: string;
  readonly who: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly sightings: readonly IdentitySighting[];
}

const byTime = (a: IdentitySighting, b: IdentitySighting): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** A pause longer than `joinMs` begins a new visit. Equal ids count once. In order of time. */
export function groupVisits(sightings: readonly IdentitySighting[], joinMs: number): readonly SightingGroup[] {
  const unique = new Map(sightings.map((one) => [one.id, one]));
  const open = new Map<string, IdentitySighting[]>();
  const all: IdentitySighting[][] = [];
  for (const sighting of [...unique.values()].sort(byTime)) {
    const current = open.get(sighting.who);
    const last = current?.at(-1);
    if (current !== undefined && last !== undefined && sighting.at - last.at <= joinMs) {
      current.push(sighting);
      continue;
    }
    const group = [sighting];
    open.set(sighting.who, group);
    all.push(group);
  }
  return all.map(toGroup);
}

function toGroup(sightings: readonly IdentitySighting[], order: number): SightingGroup {
  const first = sightings[0] as IdentitySighting;
  const last = sightings.at(-1) as IdentitySighting;
  return { order, key: first.id, who: first.who, from: first.at, to: last.at, sightings };
}
