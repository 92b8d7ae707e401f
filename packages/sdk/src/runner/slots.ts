/** At most `count` at once; those who wait are served in the order in which they came. */
export interface Slots {
  take(): Promise<void>;
  give(): void;
}

export function createSlots(count: number): Slots {
  let free = count;
  // A Set keeps the order and gives its first member cheaply; shifting a long array does not.
  const waiting = new Set<() => void>();
  return {
    take() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiting.add(resolve);
      });
    },
    give() {
      for (const next of waiting) {
        waiting.delete(next);
        next();
        return;
      }
      free += 1;
    },
  };
}
