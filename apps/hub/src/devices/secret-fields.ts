/** What the API shows of a configuration: plain values, and of secrets only whether they are set. */
export interface ShownConfig {
  readonly values: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, 'set' | 'unset'>>;
}

type Schema = Readonly<Record<string, unknown>>;

/** Names of the top-level properties that the plugin's schema marks `x-secret`, in any branch of a union. */
function secretNames(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  collect(schema, names, 0);
  return names;
}

function collect(schema: Schema, names: Set<string>, depth: number): void {
  if (depth > 8) return;
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    if (holdsSecret(property, 0)) names.add(name);
  }
  for (const branch of ['anyOf', 'oneOf', 'allOf'] as const) {
    for (const inner of (schema[branch] ?? []) as readonly Schema[]) collect(inner, names, depth + 1);
  }
}

/** A property that holds a secret anywhere inside is hidden as a whole: better too little shown than too much. */
function holdsSecret(schema: unknown, depth: number): boolean {
  if (typeof schema !== 'object' || schema === null || depth > 12) return false;
  if ((schema as Schema)['x-secret'] === true) return true;
  return Object.values(schema).some((inner) => holdsSecret(inner, depth + 1));
}

export function showConfig(schema: Schema, config: Readonly<Record<string, unknown>>): ShownConfig {
  const hidden = secretNames(schema);
  const values = Object.entries(config).filter(([name]) => !hidden.has(name));
  const secrets = [...hidden].map((name) => [name, isSet(config[name]) ? 'set' : 'unset'] as const);
  return { values: Object.fromEntries(values), secrets: Object.fromEntries(secrets) };
}

/**
 * A configuration to be stored in place of `current`: secrets that the caller leaves out stay as they are (they cannot
 * have read them), everything else is what was sent.
 */
export function keepSecrets(
  schema: Schema,
  current: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept = [...secretNames(schema)].filter((name) => !(name in sent) && isSet(current[name]));
  return { ...Object.fromEntries(kept.map((name) => [name, current[name]])), ...sent };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
