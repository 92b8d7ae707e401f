import type { SightingGroup } from './group-visits.js';
import type { IdentitySighting } from './sighting.js';

interface Placed {
  readonly sighting: IdentitySighting;
  readonly group: SightingGroup;
}

/** All sightings of a station in order of time, so that those near a moment are found without looking at the others. */
export interface Timeline {
  /** Both ends included. */
  between(fromMs: number, toMs: number): readonly Placed[];
}

export function timelineOf(groups: readonly SightingGroup[]): Timeline {
  const placed = groups.flatMap((group) => group.sightings.map((sighting): Placed => ({ sighting, group })));
  placed.sort((a, b) => a.sighting.at - b.sighting.at);
  /** Index of the first sighting that is not before. */
  const firstFrom = (ms: number): number => {
    let low = 0;
    let high = placed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((placed[middle] as Placed).sighting.at < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    between(fromMs, toMs) {
      const found: Placed[] = [];
      for (let i = firstFrom(fromMs); i < placed.length; i++) {
        const one = placed[i] as Placed;
        if (one.sighting.at > toMs) break;
        found.push(one);
      }
      return found;
    },
  };
}
