import type { IncomingMessage } from 'node:http';
import type { AdmsLimits } from './server-limits.js';

export type BodyEnd = 'complete' | 'too-large' | 'too-slow' | 'broken';

/**
 * Feeds a request body to `take`, piece by piece, waiting for each to be worked off (that is the backpressure).
 * Never holds more than the socket's own buffer. Only the time spent waiting for the *client* counts against it, so a
 * slow database is not taken for a slow-loris.
 */
export async function readBody(
  request: IncomingMessage,
  limits: AdmsLimits,
  take: (piece: Buffer) => Promise<void> | void,
): Promise<BodyEnd> {
  const pieces = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  let bytes = 0;
  let waitedMs = 0;
  for (;;) {
    const startedAt = performance.now();
    const allowedMs = Math.min(
      limits.bodyIdleMs,
      limits.bodyIdleMs + (bytes / limits.minBytesPerSecond) * 1000 - waitedMs,
    );
    const piece = await nextWithin(pieces, allowedMs);
    if (piece === 'too-slow' || piece === 'broken') return piece;
    if (piece === null) return request.complete ? 'complete' : 'broken';
    waitedMs += performance.now() - startedAt;
    bytes += piece.length;
    if (bytes > limits.maxBodyBytes) return 'too-large';
    await take(piece);
  }
}

async function nextWithin(
  pieces: AsyncIterator<unknown>,
  allowedMs: number,
): Promise<Buffer | null | 'too-slow' | 'broken'> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(() => resolve('too-slow'), Math.max(1, allowedMs));
  });
  const next = pieces.next().then(
    (step) => (step.done === true ? null : Buffer.from(step.value as Uint8Array)),
    () => 'broken' as const,
  );
  try {
    return await Promise.race([next, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

/** Bodies that are one small text: options, results of commands. */
const MAX_TEXT_BYTES = 256 * 1024;

/** @returns null when the body did not come whole or is longer than any honest one */
export async function readSmallBody(request: IncomingMessage, limits: AdmsLimits): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  const end = await readBody(request, { ...limits, maxBodyBytes: MAX_TEXT_BYTES }, (piece) => {
    pieces.push(piece);
  });
  return end === 'complete' ? Buffer.concat(pieces) : null;
}
