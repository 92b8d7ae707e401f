import { pause } from '@hadir/sdk';

/** One picture of a camera, as it came. */
export interface Frame {
  readonly jpeg: Buffer;
  /** When its last byte was here, in ms of a clock that only goes forward (`monotonicMs`). */
  readonly atMs: number;
}

/** Who is told what a source brings. Both return at once. */
export interface FrameTaker {
  picture(jpeg: Buffer): void;
  /** A sign of life without a picture, such as "nothing moves". */
  alive(): void;
}

/**
 * Where pictures come from. It holds nothing open until `grab` is called.
 * Left out on purpose: what is in the picture.
 */
export interface FrameSource {
  /** Where it reads, without user and password. */
  readonly address: string;
  /**
   * Hands over pictures as they come, until the signal aborts (resolves) or the line breaks (rejects).
   * A source never holds more than the picture that it is reading.
   */
  grab(taker: FrameTaker, signal: AbortSignal): Promise<void>;
}

/** Larger than any camera's picture; what is above is an attack or a misread stream. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** Since an arbitrary moment. The time of day is of no use between two pictures: it may be set back. */
export const monotonicMs = (): number => performance.now();

export interface NewestOptions {
  /** When no picture came for this long, null is yielded, and again after as long. */
  readonly pauseMs?: number;
  /** At least so long between two pictures that are yielded; those between are dropped. */
  readonly minGapMs?: number;
  /** Every sign of life of the camera, pictures included. */
  readonly alive?: () => void;
  readonly nowMs?: () => number;
}

/**
 * The pictures of a source, one at a time: while the caller works on one, only the newest of those that arrive is kept.
 * Ends with the signal; throws what ended the source.
 */
export async function* newestFrames(
  source: FrameSource,
  signal: AbortSignal,
  options: NewestOptions = {},
): AsyncGenerator<Frame | null> {
  const { pauseMs, minGapMs = 0, alive = () => undefined, nowMs = monotonicMs } = options;
  let nextMs = Number.NEGATIVE_INFINITY;
  const end = new AbortController();
  let newest: Frame | null = null;
  let outcome: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  const onWake = (done: () => void): void => {
    wake = done;
  };
  const over = (error: unknown): void => {
    outcome = { error };
    wake();
  };
  const taker: FrameTaker = {
    alive,
    picture(jpeg) {
      newest = { jpeg, atMs: nowMs() };
      alive();
      wake();
    },
  };
  const grabbing = source.grab(taker, AbortSignal.any([signal, end.signal])).then(() => over(null), over);
  /** Read through a function: the callbacks above change it between two looks. */
  const state = () => ({ frame: newest, outcome });

  try {
    for (;;) {
      const { frame, outcome: ended } = state();
      if (signal.aborted) return;
      if (frame !== null) {
        const earlyMs = nextMs - nowMs();
        if (earlyMs > 0) {
          await pause(earlyMs, signal);
          continue;
        }
        newest = null;
        nextMs = nowMs() + minGapMs;
        yield frame;
      } else if (ended !== null) {
        if (ended.error !== null) throw ended.error;
        return;
      } else if (await isPause(onWake, pauseMs)) yield null;
    }
  } finally {
    end.abort();
    await grabbing;
  }
}

/** Waits to be woken. @returns true when it took too long */
function isPause(onWake: (done: () => void) => void, pauseMs: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = pauseMs === undefined ? undefined : setTimeout(() => resolve(true), pauseMs);
    onWake(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** The first picture of a source. @throws what ended it before, the signal's reason */
export async function oneFrame(source: FrameSource, signal: AbortSignal): Promise<Buffer | null> {
  for await (const frame of newestFrames(source, signal)) if (frame !== null) return frame.jpeg;
  signal.throwIfAborted();
  return null;
}
