/**
 * Runs several tasks until the signal aborts; the first that fails, or calls `failed`, ends all and is what is thrown.
 * Resolves when the signal aborts and all have ended.
 */
export async function together(
  signal: AbortSignal,
  start: (inner: AbortSignal, failed: (error: unknown) => void) => readonly Promise<unknown>[],
): Promise<void> {
  const stop = new AbortController();
  let failed: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    failed = reject;
  });
  broken.catch(() => undefined);
  const tasks = start(AbortSignal.any([signal, stop.signal]), failed);
  try {
    await Promise.race([broken, Promise.all(tasks)]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop.abort();
    await Promise.allSettled(tasks);
  }
}
