import type { Reading } from './reading.js';

/** Any plain JSON value. `undefined` members of objects are left out, as `JSON.stringify` does. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON text with object keys in code unit order and no blanks, as RFC 8785 (JSON Canonicalization Scheme) asks:
 * the same content always gives the same text, so that its hash can be proven years later by other software.
 */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as { readonly [key: string]: Json | undefined };
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** The text of a reading that the journal stores and hashes. */
export function canonicalReading(reading: Reading): string {
  return canonicalJson(reading as unknown as Json);
}
