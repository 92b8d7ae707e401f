/** Joins and cuts pieces into blocks of exactly `blockBytes`; the last may be shorter. Each byte is copied at most once. */
export async function* inBlocks(
  pieces: AsyncIterable<Uint8Array>,
  blockBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let block: Uint8Array | null = null;
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      if (block === null && piece.length - at >= blockBytes) {
        yield piece.subarray(at, at + blockBytes);
        at += blockBytes;
        continue;
      }
      block ??= new Uint8Array(blockBytes);
      const taken = Math.min(blockBytes - filled, piece.length - at);
      block.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === blockBytes) {
        yield block;
        block = null;
        filled = 0;
      }
    }
  }
  if (block !== null) yield block.subarray(0, filled);
}
