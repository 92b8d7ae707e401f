import { zkError } from '../errors.js';

/** Resolves after `ms`. @throws ZK_ABORTED */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(zkError('ZK_ABORTED', { operation: 'pause' }, signal.reason));
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(zkError('ZK_ABORTED', { operation: 'pause' }, signal?.reason));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
