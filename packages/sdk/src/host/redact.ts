import type { Secrets } from './config-schema.js';

/** Hides secrets in everything that a plugin says. */
export interface Redactor {
  /** Replaces what `owner` had before. */
  set(owner: string, secrets: Secrets): void;
  delete(owner: string): void;
  text(value: string): string;
  /** Deep; keys that are named like a secret property lose their value whatever it is. */
  value<T>(value: T): T;
}

export const REDACTED = '[redacted]';

/** Shorter values ("0", "12") would blot out half of every line; they are hidden where they stand alone. */
const ANYWHERE_FROM = 4;

export function createRedactor(): Redactor {
  const owners = new Map<string, Secrets>();
  let pattern: RegExp | null = null;
  let names = new Set<string>();

  const rebuild = () => {
    const values = new Set([...owners.values()].flatMap((secrets) => secrets.values.flatMap(spellings)));
    const alternatives = [...values]
      .filter((value) => value.length > 0)
      .sort((a, b) => b.length - a.length)
      .map((value) => {
        const escaped = value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
        return value.length >= ANYWHERE_FROM ? escaped : `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`;
      });
    pattern = alternatives.length === 0 ? null : new RegExp(alternatives.join('|'), 'gu');
    names = new Set([...owners.values()].flatMap((secrets) => [...secrets.names]));
  };

  const text = (value: string): string => (pattern === null ? value : value.replaceAll(pattern, REDACTED));

  const deep = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return text(String(value)) === String(value) ? value : REDACTED;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > 20) return REDACTED;
    if (Array.isArray(value)) return value.map((item) => deep(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [text(key), names.has(key) ? REDACTED : deep(item, depth + 1)]),
    );
  };

  return {
    set(owner, secrets) {
      owners.set(owner, secrets);
      rebuild();
    },
    delete(owner) {
      if (owners.delete(owner)) rebuild();
    },
    text,
    value: <T>(value: T) => deep(value, 0) as T,
  };
}

/** How a secret may stand in a log: as it is, in JSON, in a URL, in Base64, in hexadecimal. */
function spellings(value: string): string[] {
  if (value.length < ANYWHERE_FROM) return [value];
  const bytes = Buffer.from(value, 'utf8');
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(bytes.toString('utf8')),
    bytes.toString('base64'),
    bytes.toString('hex'),
  ];
}
