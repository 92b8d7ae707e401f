import { until } from '../servers/until.js';

/** Waits until a condition holds. */
export async function eventually(holds: () => Promise<boolean> | boolean, timeoutMs = 30_000): Promise<void> {
  await until(holds, (value) => value, timeoutMs);
}
