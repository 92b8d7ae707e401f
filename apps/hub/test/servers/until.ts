import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. Fails with the last value seen. */
export async function until<Value>(
  look: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  timeoutMs = 30_000,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms; last seen: ${JSON.stringify(value)}`);
    await sleep(25);
  }
}
