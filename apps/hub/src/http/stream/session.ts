import { httpError } from '../errors.js';

/** Live streams that are being served: how many, and how to end them all. */
export interface StreamRegistry {
  /** @throws STREAM_TOO_MANY */
  open(close: () => void): () => void;
  readonly count: () => number;
  closeAll(): void;
}

export function createStreamRegistry(limit: number): StreamRegistry {
  const open = new Set<() => void>();
  return {
    open(close) {
      if (open.size >= limit) throw httpError('STREAM_TOO_MANY');
      open.add(close);
      return () => open.delete(close);
    },
    count: () => open.size,
    closeAll() {
      for (const close of [...open]) close();
    },
  };
}
