/**
 * Writes Protocol Buffers messages: fields of varints and of length-delimited bytes (protobuf.dev, "Encoding").
 * Parts are kept as they come and joined once, because weights are megabytes and messages are nested.
 */
export interface Message {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

const utf8 = new TextEncoder();

export function message(...fields: readonly Message[]): Message {
  return { parts: fields.flatMap(({ parts }) => parts), length: fields.reduce((sum, { length }) => sum + length, 0) };
}

/** Negative numbers would need ten bytes; nothing here is negative. */
export function varintField(field: number, value: number): Message {
  return leaf(Uint8Array.from([...varint(field << 3), ...varint(value)]));
}

export function bytesField(field: number, content: Message | Uint8Array | string): Message {
  const inner = typeof content === 'string' ? leaf(utf8.encode(content)) : 'parts' in content ? content : leaf(content);
  return message(leaf(Uint8Array.from([...varint((field << 3) | 2), ...varint(inner.length)])), inner);
}

export function toBytes({ parts, length }: Message): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const leaf = (bytes: Uint8Array): Message => ({ parts: [bytes], length: bytes.length });

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
