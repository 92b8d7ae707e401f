import type { Band } from './bands.js';

/** What one assessed frame said of a face. */
export interface Vote {
  readonly personKey: string | null;
  readonly band: Band;
}

export interface Tally {
  readonly band: Band;
  readonly personKey: string | null;
  /** Frames that agreed on the person in that band, of those looked at. */
  readonly agreed: number;
  readonly assessed: number;
}

/**
 * k of the last n frames. Accepted is who was accepted in `frames` of them; alike (for an officer) who was at least alike
 * in so many. When two people reach it in the same frames, it is for an officer.
 */
export function tally(votes: readonly Vote[], { frames, outOf }: { frames: number; outOf: number }): Tally {
  const window = votes.slice(-outOf);
  const assessed = window.length;
  const accepted = counted(window.filter(({ band }) => band === 'accept')).filter(({ count }) => count >= frames);
  const [first, second] = accepted;
  if (first !== undefined && second === undefined) {
    return { band: 'accept', personKey: first.personKey, agreed: first.count, assessed };
  }
  const alike = counted(window.filter(({ band }) => band !== 'unknown')).find(({ count }) => count >= frames);
  if (alike === undefined) return { band: 'unknown', personKey: null, agreed: 0, assessed };
  return { band: 'review', personKey: alike.personKey, agreed: alike.count, assessed };
}

function counted(votes: readonly Vote[]): { readonly personKey: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { personKey } of votes) if (personKey !== null) counts.set(personKey, (counts.get(personKey) ?? 0) + 1);
  return [...counts].map(([personKey, count]) => ({ personKey, count })).sort((one, other) => other.count - one.count);
}
