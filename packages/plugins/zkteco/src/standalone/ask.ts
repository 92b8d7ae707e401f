import { FRAME_HEADER_BYTES, type Frame } from '../wire/frame.js';

export interface AskOptions {
  /** What is being done, for errors: `attendance`, `CONNECT`… */
  readonly operation: string;
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** How far the operation as a whole has come, for errors. */
  readonly progress?: () => Progress;
}

export interface Progress {
  readonly received: number;
  /** Null while the terminal has not said how much there is. */
  readonly expected: number | null;
}

export function progressDetails(progress: Progress): { received: number; expected: number | string } {
  return { received: progress.received, expected: progress.expected ?? '?' };
}

/** What a frame takes while it waits: its data and its header. */
export function frameBytes(frame: Frame): number {
  return frame.data.length + FRAME_HEADER_BYTES;
}
