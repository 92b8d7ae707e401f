/** One element of DER (ITU-T X.690): tag number, class bits as they are, and content. */
export interface DerNode {
  /** Universal and short tags: the whole identifier byte. Long tags: the tag number, with `isContext` true. */
  readonly tag: number;
  readonly isContext: boolean;
  readonly content: Uint8Array;
}

const CONTEXT_CLASS = 0x80;
const LONG_TAG = 0x1f;
const MAX_LENGTH_BYTES = 4;

/** The elements that lie one after another in these bytes; null when they are not DER. */
export function readDer(bytes: Uint8Array): readonly DerNode[] | null {
  const nodes: DerNode[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const identifier = bytes[offset++] ?? 0;
    const isContext = (identifier & 0xc0) === CONTEXT_CLASS;
    let tag = isContext ? identifier & LONG_TAG : identifier;
    if ((identifier & LONG_TAG) === LONG_TAG) {
      tag = 0;
      for (;;) {
        const part = bytes[offset++];
        if (part === undefined || tag > 0xffff) return null;
        tag = tag * 128 + (part & 0x7f);
        if (part < 0x80) break;
      }
    }
    let length = bytes[offset++];
    if (length === undefined) return null;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > MAX_LENGTH_BYTES) return null;
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + (bytes[offset++] ?? 0);
    }
    if (offset + length > bytes.length) return null;
    nodes.push({ tag, isContext, content: bytes.subarray(offset, offset + length) });
    offset += length;
  }
  return nodes;
}

/** A small non-negative INTEGER or ENUMERATED. */
export function derNumber(node: DerNode | undefined): number | null {
  if (node === undefined || node.content.length === 0 || node.content.length > 6) return null;
  return node.content.reduce((sum, byte) => sum * 256 + byte, 0);
}
