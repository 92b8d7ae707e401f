import { isStoreAway } from '../store/index.js';

/** Takes calls one by one and does them in groups. */
export interface Groups<Item, Result> {
  add(item: Item): Promise<Result>;
  /** Resolves when all that was added is done. */
  idle(): Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * While one group is under way, what comes waits together and goes next: alone, a call is done at once; in the rush at
 * the start of the working day, dozens share one transaction and one write to the disk.
 * @param run gives one result for each item, in the same order; has no effect when it rejects
 */
export function inGroups<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: { readonly most: number },
): Groups<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | null = null;

  const settle = async (group: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(group.map(({ item }) => item));
      for (const [i, one] of group.entries()) one.resolve(results[i] as Result);
    } catch (error) {
      // One person's trouble must not be another's: apart, each gets an outcome of his own.
      if (group.length > 1 && !isStoreAway(error)) for (const one of group) await settle([one]);
      else for (const one of group) one.reject(error);
    }
  };
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, options.most);
      waiting = waiting.slice(options.most);
      await settle(group);
    }
    running = null;
  };
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // A turn later, so that what comes in the same turn goes along.
        running ??= Promise.resolve().then(work);
      }),
    async idle() {
      while (running !== null) await running;
    },
  };
}
