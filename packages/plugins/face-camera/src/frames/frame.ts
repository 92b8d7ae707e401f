import type { Clock, Instant } from '@hadir/sdk';

/** One picture of a camera, as it came. */
export interface Frame {
  readonly jpeg: Buffer;
  /** When its last byte was here, by the hub's clock. */
  readonly receivedAt: Instant;
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
   * `take` returns at once; a source never holds more than the picture that it is reading.
   */
  grab(take: (jpeg: Buffer) => void, signal: AbortSignal): Promise<void>;
}

/** Larger than any camera's picture; what is above is an attack or a misread stream. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/**
 * The pictures of a source, one at a time: while the caller works on one, only the newest of those that arrive is kept.
 * Ends with the signal; throws what ended the source.
 */
export async function* newestFrames(source: FrameSource, clock: Clock, signal: AbortSignal): AsyncGenerator<Frame> {
  const end = new AbortController();
  const both = AbortSignal.any([signal, end.signal]);
  let newest: Frame | null = null;
  let outcome: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  const take = (jpeg: Buffer): void => {
    newest = { jpeg, receivedAt: clock.now() };
    wake();
  };
  const grabbing = source.grab(take, both).then(
    () => over(null),
    (error: unknown) => over(error),
  );
  function over(error: unknown): void {
    outcome = { error };
    wake();
  }
  /** Read through a function: the callbacks above change it between two looks. */
  const state = () => ({ frame: newest, outcome });

  try {
    for (;;) {
      const { frame, outcome: ended } = state();
      if (signal.aborted) return;
      if (frame !== null) {
        newest = null;
        yield frame;
      } else if (ended !== null) {
        if (ended.error !== null) throw ended.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    end.abort();
    await grabbing;
  }
}
