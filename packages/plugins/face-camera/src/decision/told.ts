/** Who has been told of when, so that nobody is told again at once. Forgets by itself. */
export interface Told {
  /** True when the person may be told in that band now; then it is noted. An acceptance follows a review at once. */
  tell(personKey: string, band: 'accept' | 'review', atMs: number, repeatMs: number): boolean;
}

/** Old entries are dropped when there are more than this: one entrance sees no more people in a minute. */
const MAX_ENTRIES = 1_000;

export function createTold(): Told {
  const last = new Map<string, { readonly band: 'accept' | 'review'; readonly atMs: number }>();
  return {
    tell(personKey, band, atMs, repeatMs) {
      const before = last.get(personKey);
      const better = before?.band === 'review' && band === 'accept';
      if (before !== undefined && !better && atMs - before.atMs < repeatMs) return false;
      last.delete(personKey);
      last.set(personKey, { band, atMs });
      for (const [key] of last) {
        if (last.size <= MAX_ENTRIES) break;
        last.delete(key);
      }
      return true;
    },
  };
}
