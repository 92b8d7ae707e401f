import { testingError } from './errors.js';

/** Waits until a condition holds. @throws TEST_CONDITION_UNMET when it does not in time */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
  everyMs = 10,
): Promise<void> {
  const endAt = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > endAt) throw testingError('TEST_CONDITION_UNMET', { what, timeoutMs });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
