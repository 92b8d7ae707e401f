/** How a driver's call came out. `abandoned`: it did not come back although it was told to. */
export type Settled<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'abandoned' };

/**
 * Waits for a call of foreign code, but never longer than `graceMs` after its signal aborted.
 * Never throws, also when `call` throws before it gives a promise.
 * @param late takes the value of an abandoned call that comes back after all, so that it can be released
 */
export function settle<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  graceMs: number,
  late?: (value: T) => void,
): Promise<Settled<T>> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let abandoned = false;
    const finish = (settled: Settled<T>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(settled);
    };
    const onAbort = () => {
      timer = setTimeout(() => {
        abandoned = true;
        finish({ type: 'abandoned' });
      }, graceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    Promise.resolve()
      .then(call)
      .then(
        (value) => (abandoned ? late?.(value) : finish({ type: 'value', value })),
        (error: unknown) => (abandoned ? undefined : finish({ type: 'error', error })),
      );
  });
}

/** Waits; resolves early when the signal aborts. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** A controller that aborts with its parent, and can be let go of without a listener left behind. */
export function childController(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const onAbort = () => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', onAbort) };
}
