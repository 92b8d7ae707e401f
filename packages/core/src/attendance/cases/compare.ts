/** One place where an answer is not what the example expects. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const TOLERANCE = 1e-6;
/** Lists without an order of their own. */
const SETS: ReadonlySet<string> = new Set(['codes', 'flags', 'missing', 'reasons']);

/**
 * What differs. `expected` is a subset: keys that it does not name are free. Numbers compare within 1e-6. Lists must have
 * the same length and order, except those that are sets of words.
 */
export function differences(expected: unknown, got: unknown, path = ''): Difference[] {
  if (typeof expected === 'number' && typeof got === 'number') {
    return Math.abs(expected - got) <= TOLERANCE ? [] : [{ path, expected, got }];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [{ path, expected, got }];
    const isSet = SETS.has(path.slice(path.lastIndexOf('/') + 1));
    const wanted = isSet ? [...expected].sort() : expected;
    const given = isSet ? [...got].sort() : got;
    return wanted.flatMap((item, i) => differences(item, given[i], `${path}/${i}`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return [{ path, expected, got }];
    const members = got as Readonly<Record<string, unknown>>;
    return Object.entries(expected).flatMap(([key, value]) => differences(value, members[key], `${path}/${key}`));
  }
  return Object.is(expected, got) ? [] : [{ path, expected, got }];
}
