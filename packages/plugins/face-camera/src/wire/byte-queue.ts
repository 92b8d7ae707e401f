/** Bytes that arrived and are not used up yet. Grows by doubling, so that many small pieces cost no more than few large ones. */
export interface ByteQueue {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Removes bytes from the front. */
  drop(count: number): void;
  /** A view of what is there; valid until the next `append`. */
  view(): Buffer;
}

const FIRST_CAPACITY = 4096;

export function byteQueue(): ByteQueue {
  let store = Buffer.allocUnsafe(FIRST_CAPACITY);
  let from = 0;
  let to = 0;
  return {
    get length() {
      return to - from;
    },
    append(bytes) {
      if (to + bytes.length > store.length) {
        const held = to - from;
        const needed = held + bytes.length;
        const target = needed > store.length / 2 ? Buffer.allocUnsafe(Math.max(needed * 2, FIRST_CAPACITY)) : store;
        store.copy(target, 0, from, to);
        store = target;
        from = 0;
        to = held;
      }
      store.set(bytes, to);
      to += bytes.length;
    },
    drop(count) {
      from = Math.min(to, from + count);
      if (from < to) return;
      from = 0;
      to = 0;
      if (store.length > 64 * FIRST_CAPACITY) store = Buffer.allocUnsafe(FIRST_CAPACITY);
    },
    view: () => store.subarray(from, to),
  };
}
