import { pause } from '@hadir/sdk';

/** Does something again and again, with a pause before each time, until the signal aborts. */
export async function repeat(everyMs: number, signal: AbortSignal, act: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, signal);
    if (!signal.aborted) await act();
  }
}
