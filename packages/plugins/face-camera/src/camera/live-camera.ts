import type { FrameResult } from '../engine/engine.js';

/** A camera that a session holds: what others of this process may see of it while it runs. */
export interface LiveCamera {
  /** The next picture, whoever else looks at it. @throws the signal's reason */
  next(signal: AbortSignal): Promise<Buffer>;
  /** Told of every frame that was looked at, and when there will be no more; gives the way to stop. */
  onResult(listener: (result: FrameResult) => void, onEnd: () => void): () => void;
}

/** The session's side of it. */
export interface LiveCameraOwner extends LiveCamera {
  frame(jpeg: Buffer): void;
  result(result: FrameResult): void;
  end(): void;
}

export function createLiveCamera(): LiveCameraOwner {
  const waiting = new Set<(jpeg: Buffer) => void>();
  const listeners = new Map<(result: FrameResult) => void, () => void>();
  return {
    next: (signal) =>
      new Promise((resolve, reject) => {
        const done = (jpeg: Buffer): void => {
          waiting.delete(done);
          signal.removeEventListener('abort', abort);
          resolve(jpeg);
        };
        const abort = (): void => {
          waiting.delete(done);
          reject(signal.reason as Error);
        };
        waiting.add(done);
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
      }),
    onResult(listener, onEnd) {
      listeners.set(listener, onEnd);
      return () => void listeners.delete(listener);
    },
    frame(jpeg) {
      for (const done of [...waiting]) done(jpeg);
    },
    result(result) {
      for (const listener of listeners.keys()) listener(result);
    },
    end() {
      for (const onEnd of [...listeners.values()]) onEnd();
    },
  };
}
