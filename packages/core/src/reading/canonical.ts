import type { Reading } from './reading.js';

/** Any plain JSON value. `undefined` members of objects are left out, as `JSON.stringify` does. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Characters that JSON must write otherwise than they are: quotes, controls, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Keys in code unit order. Most objects have few keys, for which insertion beats the engine's sort. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  if (keys.length > 24) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let j = i - 1;
    for (; j >= 0 && (keys[j] as string) > key; j--) keys[j + 1] = keys[j] as string;
    keys[j + 1] = key;
  }
  return keys;
}

/**
 * JSON text with object keys in code unit order and no blanks, as RFC 8785 (JSON Canonicalization Scheme) asks:
 * the same content always gives the same text, so that its hash can be proven years later by other software.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as { readonly [key: string]: Json | undefined };
  let text = '';
  for (const key of sortedKeys(members)) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quote(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** The text of a reading that the journal stores and hashes. */
export function canonicalReading(reading: Reading): string {
  return canonicalJson(reading as unknown as Json);
}
