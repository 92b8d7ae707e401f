import type { SchemaFault } from '../config/index.js';

const MAX_DEPTH = 32;
/** U+0000, which no text column of PostgreSQL holds, and halves of surrogate pairs, which are not text at all. */
const BAD_TEXT = /\0|\p{Surrogate}/u;

/** The first place that could not be stored whatever the schema says; null when there is none. Bounded by the input's size. */
export function unstorable(input: unknown): SchemaFault | null {
  const waiting: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [
    { value: input, pointer: '', depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value === 'string') {
      if (BAD_TEXT.test(value)) return { pointer, keyword: 'text', params: {} };
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= MAX_DEPTH) return { pointer, keyword: 'depth', params: {} };
      for (const [key, inner] of Object.entries(value)) {
        if (BAD_TEXT.test(key)) return { pointer, keyword: 'text', params: {} };
        waiting.push({ value: inner, pointer: `${pointer}/${key}`, depth: depth + 1 });
      }
    }
  }
  return null;
}
