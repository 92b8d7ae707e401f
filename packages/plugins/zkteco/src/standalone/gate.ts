/** Lets one in at a time, in the order of asking. A terminal serves one request at a time. */
export interface Gate {
  /** Resolves with the function that lets the next one in; call it exactly once. Rejects when refused before its turn. */
  enter(signal?: AbortSignal, abortError?: () => Error): Promise<() => void>;
  /** Refuses those who wait and all who come later. */
  refuse(makeError: () => Error): void;
  readonly busy: boolean;
}

interface Waiter {
  admit(): void;
  reject(error: Error): void;
}

export function createGate(): Gate {
  const waiting: Waiter[] = [];
  let inside = false;
  let refusal: (() => Error) | null = null;

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) inside = false;
    else next.admit();
  }

  function once(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  }

  return {
    get busy() {
      return inside;
    },
    enter(signal, abortError) {
      if (refusal !== null) return Promise.reject(refusal());
      if (signal?.aborted) return Promise.reject(abortError?.() ?? signal.reason);
      if (!inside) {
        inside = true;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(abortError?.() ?? signal?.reason);
        };
        const waiter: Waiter = {
          admit() {
            signal?.removeEventListener('abort', onAbort);
            resolve(once());
          },
          reject(error) {
            signal?.removeEventListener('abort', onAbort);
            reject(error);
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(waiter);
      });
    },
    refuse(makeError) {
      refusal = makeError;
      for (const waiter of waiting.splice(0)) waiter.reject(makeError());
    },
  };
}
