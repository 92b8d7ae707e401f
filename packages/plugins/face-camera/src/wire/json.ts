import { faceError } from '../errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MAX_BYTES = 4 * 1024 * 1024;

/** Byte order marks and raw control characters inside strings come from real firmware; JSON allows neither. */
function repaired(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/^\uFEFF/, '').replaceAll(/[\u0000-\u001f]/g, ' ');
}

/** @throws FACE_WIRE_UNREADABLE, FACE_WIRE_TOO_LARGE */
export function parseJson(bytes: Uint8Array, format: string): unknown {
  if (bytes.length > MAX_BYTES)
    throw faceError('FACE_WIRE_TOO_LARGE', { what: `a ${format} message`, limit: MAX_BYTES });
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(repaired(text));
  } catch {
    throw faceError('FACE_WIRE_UNREADABLE', { format, where: 'message', reason: 'not JSON' });
  }
}

/** Text of a member, numbers included; null when it is missing, empty or something else. */
export function textOf(value: unknown, maxChars = 64): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' || text.length > maxChars ? null : text;
}

/** A whole number, also when it is written as text. */
export function integerOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,9}(\.\d{1,9})?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** `true`, `"true"`, `1`, `"yes"` and their opposites; null for anything else (`unknown`). */
export function booleanOf(value: unknown): boolean | null {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 1 || word === 'true' || word === 'yes' || word === '1') return true;
  if (word === false || word === 0 || word === 'false' || word === 'no' || word === '0') return false;
  return null;
}
