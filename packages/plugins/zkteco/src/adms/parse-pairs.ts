/** `key=value` fields divided by TAB, in order of appearance; a value ends at the TAB and may hold `=` (base64 does). */
export type Pairs = Readonly<Record<string, string>>;

export interface ParsedPairs {
  readonly pairs: Pairs;
  /** The same key came twice: two rows run into one. */
  readonly repeated: boolean;
}

/** Rows have some twenty keys; a row with thousands is none. */
const MAX_PAIRS = 256;

function collect(fields: readonly string[]): ParsedPairs {
  const pairs: Record<string, string> = Object.create(null) as Record<string, string>;
  let repeated = false;
  let count = 0;
  for (const field of fields) {
    const equals = field.indexOf('=');
    if (equals <= 0 || ++count > MAX_PAIRS) continue;
    const key = field.slice(0, equals).trim();
    if (key in pairs) repeated = true;
    else pairs[key] = field.slice(equals + 1);
  }
  return { pairs, repeated };
}

export function parsePairs(text: string): ParsedPairs {
  return collect(text.split('\t'));
}

/** Fields divided by blanks or TABs, where values may hold blanks too (`DateTime=2015-07-30 15:16:28`). */
export function parseLoosePairs(text: string): ParsedPairs {
  const fields: string[] = [];
  for (const token of text.split(/[\t ]/)) {
    if (token.includes('=')) fields.push(token);
    else if (token !== '' && fields.length > 0) fields.push(`${fields.pop()} ${token}`);
  }
  return collect(fields);
}

/** A value by any of its spellings; terminals differ in the case of their keys. */
export function pick(pairs: Pairs, ...keys: readonly string[]): string | undefined {
  for (const key of keys) if (pairs[key] !== undefined) return pairs[key];
  const lower = keys.map((key) => key.toLowerCase());
  const found = Object.keys(pairs).find((key) => lower.includes(key.toLowerCase()));
  return found === undefined ? undefined : pairs[found];
}
