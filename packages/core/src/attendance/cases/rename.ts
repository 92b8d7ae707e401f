export type Plain = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with members renamed; those without a new name keep theirs. */
export function renamed(value: Plain, names: Readonly<Record<string, string>>): Plain {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [Object.hasOwn(names, name) ? (names[name] ?? name) : name, member]),
  );
}
