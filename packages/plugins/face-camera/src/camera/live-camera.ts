import type { FrameResult } from '../engine/engine.js';

/** A camera that a session holds: what others of this process may see of it while it runs. */
export interface LiveCamera {
  /** The next picture, whoever else looks at it. @throws the signal's reason */
  next(signal: AbortSignal): Promise<Buffer>;
  /** Told of every frame that was looked at; gives the way to stop. */
  onResult(listener: (result: FrameResult) => void): () => void;
}

/** The session's side of it. */
export interface LiveCameraOwner extends LiveCamera {
  frame(jpeg: Buffer): void;
  result(result: FrameResult): void;
}

export function createLiveCamera(): LiveCameraOwner {
  const waiting = new Set<(jpeg: Buffer) => void>();
  const listeners = new Set<(result: FrameResult) => void>();
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
    onResult(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    frame(jpeg) {
      for (const done of [...waiting]) done(jpeg);
    },
    result(result) {
      for (const listener of listeners) listener(result);
    },
  };
}
