import { zkError } from '../errors.js';
import type { Frame } from '../wire/frame.js';
import { type AskOptions, frameBytes, type Progress, progressDetails } from './ask.js';

/** One request and the frames that answer it. */
export interface Exchange {
  /**
   * The next frame of the answer. The time-out is one of idleness: every byte that comes starts it anew, and every
   * frame of the answer starts the outer limit (`STALL_FACTOR` times the idle time-out) anew, so that neither a slow
   * line is given up nor one that drips for ever is waited for.
   * @throws ZK_TIMEOUT, ZK_LINE_CUT, ZK_ABORTED, ZK_SESSION_CLOSED, and what ended the connection
   */
  next(): Promise<Frame>;
  /** Like `next`, but null when nothing comes within `graceMs`. */
  nextWithin(graceMs: number): Promise<Frame | null>;
  /** Frames that come from now on are late. Idempotent. */
  end(): void;
}

/** The line's side of an exchange. */
export interface OpenExchange extends Exchange {
  readonly reply: number;
  readonly operation: string;
  readonly waitingBytes: number;
  progress(): Progress;
  take(frame: Frame): void;
  activity(): void;
  fail(error: Error): void;
}

const STALL_FACTOR = 6;
const NO_PROGRESS: Progress = { received: 0, expected: null };

interface Waiter {
  readonly resolve: (frame: Frame | null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly graceful: boolean;
  readonly sinceMs: number;
}

export function createExchange(
  reply: number,
  options: AskOptions,
  onConsumed: (waitingBytes: number) => void,
  onEnd: (ended: OpenExchange) => void,
): OpenExchange {
  const { operation, idleTimeoutMs, signal } = options;
  const frames: Frame[] = [];
  let waitingBytes = 0;
  let waiter: Waiter | null = null;
  let failure: Error | null = null;
  let over = false;

  const progress = (): Progress => options.progress?.() ?? NO_PROGRESS;

  function settle(): Waiter | null {
    const settled = waiter;
    waiter = null;
    if (settled !== null) clearTimeout(settled.timer);
    return settled;
  }

  function fail(error: Error): void {
    if (over) return;
    failure ??= error;
    settle()?.reject(failure);
  }

  function timedOut(): void {
    const settled = settle();
    if (settled === null) return;
    if (settled.graceful) settled.resolve(null);
    else settled.reject(zkError('ZK_TIMEOUT', { operation, ...progressDetails(progress()) }));
  }

  function wait(timeoutMs: number, graceful: boolean): Promise<Frame | null> {
    const ready = frames.shift();
    if (ready !== undefined) {
      waitingBytes -= frameBytes(ready);
      onConsumed(waitingBytes);
      return Promise.resolve(ready);
    }
    if (failure !== null) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      waiter = { resolve, reject, timer: setTimeout(timedOut, timeoutMs), graceful, sinceMs: performance.now() };
    });
  }

  const onAbort = (): void =>
    fail(zkError('ZK_ABORTED', { operation, ...progressDetails(progress()) }, signal?.reason));
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });

  const exchange: OpenExchange = {
    reply,
    operation,
    progress,
    get waitingBytes() {
      return waitingBytes;
    },
    next: () => wait(idleTimeoutMs, false) as Promise<Frame>,
    nextWithin: (graceMs) => wait(graceMs, true),
    take(frame) {
      if (over) return;
      const settled = settle();
      if (settled !== null) {
        settled.resolve(frame);
        return;
      }
      frames.push(frame);
      waitingBytes += frameBytes(frame);
    },
    activity() {
      if (waiter === null || waiter.graceful) return;
      if (performance.now() - waiter.sinceMs < idleTimeoutMs * STALL_FACTOR) waiter.timer.refresh();
    },
    fail,
    end() {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', onAbort);
      settle();
      frames.length = 0;
      waitingBytes = 0;
      onEnd(exchange);
    },
  };
  return exchange;
}
