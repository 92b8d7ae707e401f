/**
 * Wakes whoever waits. A waiter says up to which wake he has seen everything, so that one that came between his look and
 * his wait is not lost.
 */
export function createWakeup() {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    count: (): number => count,
    wake(): void {
      count++;
      for (const resume of [...waiting]) resume();
    },
    /** @returns false when the time was over */
    wait(seen: number, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
      if (count !== seen || signal.aborted) return Promise.resolve(true);
      return new Promise((resolve) => {
        const resume = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', resume);
          waiting.delete(resume);
          resolve(count !== seen || signal.aborted);
        };
        const timer = setTimeout(resume, timeoutMs);
        signal.addEventListener('abort', resume, { once: true });
        waiting.add(resume);
      });
    },
  };
}
