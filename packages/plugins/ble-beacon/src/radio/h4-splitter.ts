const EVENT_PACKET = 0x04;
const LONGEST = 258;

/**
 * Cuts the byte stream of a serial controller into event packets. Bytes that cannot begin a packet are dropped and
 * counted: after plugging in, the stream may begin in the middle of one.
 */
export interface H4Splitter {
  push(bytes: Uint8Array): readonly Uint8Array[];
  readonly droppedBytes: number;
}

export function createH4Splitter(): H4Splitter {
  let rest = Buffer.alloc(0);
  let droppedBytes = 0;
  return {
    push(bytes) {
      rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      const packets: Uint8Array[] = [];
      let offset = 0;
      for (;;) {
        const start = rest.indexOf(EVENT_PACKET, offset);
        if (start < 0) {
          droppedBytes += rest.length - offset;
          offset = rest.length;
          break;
        }
        droppedBytes += start - offset;
        offset = start;
        const length = rest[start + 2];
        if (length === undefined || start + 3 + length > rest.length) break;
        packets.push(Uint8Array.from(rest.subarray(start, start + 3 + length)));
        offset = start + 3 + length;
      }
      rest = Buffer.from(rest.subarray(offset));
      if (rest.length > LONGEST) {
        droppedBytes += rest.length;
        rest = Buffer.alloc(0);
      }
      return packets;
    },
    get droppedBytes() {
      return droppedBytes;
    },
  };
}
