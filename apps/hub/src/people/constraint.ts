/** Name of the constraint that a statement broke (SQLSTATE class 23, integrity violation), else null. */
export function brokenConstraint(
  error: unknown,
): { readonly kind: 'foreign-key' | 'unique' | 'exclusion'; readonly name: string } | null {
  const { code, constraint } = error as { code?: string; constraint?: string };
  const kind = code === '23503' ? 'foreign-key' : code === '23505' ? 'unique' : code === '23P01' ? 'exclusion' : null;
  return kind === null ? null : { kind, name: constraint ?? '' };
}
