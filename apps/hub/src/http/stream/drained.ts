const LOOK_MS = 20;

/**
 * Waits until less than `roomBytes` is on its way to the other side.
 * @returns false when the amount did not shrink for `stallMs`
 */
export async function drained(
  pending: () => number,
  options: { readonly roomBytes: number; readonly stallMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  let least = pending();
  let since = performance.now();
  while (pending() > options.roomBytes && !options.signal.aborted) {
    if (pending() < least) {
      least = pending();
      since = performance.now();
    }
    if (performance.now() - since > options.stallMs) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
