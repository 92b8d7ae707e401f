/** One place where a decoded value is not what the vector says. */
export interface Difference {
  /** Path inside the value: `$.first.userId`, `$.params[3]`. */
  readonly path: string;
  readonly expected: unknown;
  /** Absent when the key is missing. */
  readonly got?: unknown;
}

/** Numbers that differ by no more than this are equal (floating-point units such as °C). */
export const NUMBER_TOLERANCE = 1e-6;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameScalar = (expected: unknown, got: unknown): boolean =>
  typeof expected === 'number' && typeof got === 'number'
    ? Math.abs(expected - got) <= NUMBER_TOLERANCE
    : expected === got;

/**
 * What of `expected` is missing or different in `got`. Keys that `expected` does not name are free; arrays must have
 * the same length and are compared element by element.
 */
export function subsetDifferences(expected: unknown, got: unknown, path = '$'): readonly Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [{ path, expected, got }];
    return expected.flatMap((item, i) => subsetDifferences(item, got[i], `${path}[${i}]`));
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return [{ path, expected, got }];
    return Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(got, key)
        ? subsetDifferences(value, got[key], `${path}.${key}`)
        : [{ path: `${path}.${key}`, expected: value }],
    );
  }
  return sameScalar(expected, got) ? [] : [{ path, expected, got }];
}
