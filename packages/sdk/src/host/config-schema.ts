import type { HadirError } from '@hadir/core';
import { Compile } from 'typebox/compile';
import { reasonOf } from '../protocol/error-facts.js';

/** A JSON Schema as a manifest carries it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface SchemaFault {
  readonly path: string;
  readonly reason: string;
}

export interface ConfigChecker {
  /** The value with the schema's defaults filled in, or the first fault. The input is left as it is. */
  check(value: unknown): { readonly ok: true; readonly value: unknown } | ({ readonly ok: false } & SchemaFault);
}

/** @throws what `fail` makes when the schema itself cannot be used */
export function createConfigChecker(schema: JsonSchema, fail: (reason: string) => HadirError): ConfigChecker {
  const compiled = (() => {
    try {
      return Compile(schema);
    } catch (thrown) {
      throw fail(reasonOf(thrown));
    }
  })();
  return {
    check(value) {
      const filled = fillDefaults(schema, structuredClone(value));
      if (compiled.Check(filled)) return { ok: true, value: filled };
      const fault = compiled.Errors(filled)[0];
      return { ok: false, path: fault?.instancePath || '/', reason: fault?.message ?? 'does not match the schema' };
    },
  };
}

/** Fills `default`s of objects and of the branch of a union that the value's constants choose. */
export function fillDefaults(schema: unknown, value: unknown): unknown {
  if (!isObject(schema)) return value;
  const given = value === undefined && 'default' in schema ? structuredClone(schema.default) : value;
  if (!isObject(given)) return given;
  const filled: Record<string, unknown> = { ...given };
  for (const branch of branches(schema)) {
    if (isObject(branch.properties) && !fits(branch, filled)) continue;
    Object.assign(filled, fillDefaults(branch, filled));
  }
  if (isObject(schema.properties)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      const next = fillDefaults(property, filled[name]);
      if (next !== undefined) filled[name] = next;
    }
  }
  return filled;
}

/** Every value of a property marked `x-secret`, as text, and the names of such properties. */
export interface Secrets {
  readonly names: ReadonlySet<string>;
  readonly values: readonly string[];
}

/** Looks through all branches of a union: better one value hidden too many than one shown. */
export function secretsOf(schema: unknown, value: unknown): Secrets {
  const names = new Set<string>();
  const values: string[] = [];
  const walk = (part: unknown, at: unknown, name: string | null): void => {
    if (!isObject(part)) return;
    if (part['x-secret'] === true) {
      if (name !== null) names.add(name);
      leaves(at, values);
    }
    for (const branch of branches(part)) walk(branch, at, name);
    if (isObject(part.properties)) {
      for (const [key, property] of Object.entries(part.properties)) {
        walk(property, isObject(at) ? at[key] : undefined, key);
      }
    }
    if (isObject(part.additionalProperties) && isObject(at)) {
      for (const item of Object.values(at)) walk(part.additionalProperties, item, name);
    }
    if (isObject(part.items) && Array.isArray(at)) for (const item of at) walk(part.items, item, name);
  };
  walk(schema, value, null);
  return { names, values: [...new Set(values)] };
}

function leaves(value: unknown, into: string[]): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') into.push(String(value));
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) leaves(item, into);
}

function branches(schema: Record<string, unknown>): Record<string, unknown>[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
}

/** Whether the constants of a branch are those of the value; a branch without constants fits. */
function fits(branch: Record<string, unknown>, value: Record<string, unknown>): boolean {
  return Object.entries(branch.properties as Record<string, unknown>).every(
    ([name, property]) => !isObject(property) || !('const' in property) || property.const === value[name],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
