import type { HubLog } from '../observability/index.js';

/** What was started, to be stopped in reverse order, each within its time; one that fails or hangs holds up no other. */
export interface Teardown {
  add(name: string, stop: () => Promise<void>): void;
  run(totalMs: number): Promise<void>;
}

export function createTeardown(log: HubLog): Teardown {
  const parts: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  return {
    add: (name, stop) => {
      parts.push({ name, stop });
    },
    async run(totalMs) {
      const end = performance.now() + totalMs;
      const order = parts.splice(0).reverse();
      for (const [index, { name, stop }] of order.entries()) {
        // What comes last (the database) matters most: a part that hangs may take half of what is left, no more.
        const isLast = index === order.length - 1;
        const share = Math.max(1000, (end - performance.now()) * (isLast ? 1 : 0.5));
        const outcome = await within(stop, share);
        if (outcome !== null) log.warn({ part: name, err: outcome }, 'a part did not stop in order');
      }
    },
  };
}

async function within(work: () => Promise<void>, ms: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<unknown>((resolve) => {
    timer = setTimeout(() => resolve(`not done within ${Math.round(ms)} ms`), ms);
  });
  try {
    return await Promise.race([work().then(() => null), late]);
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
