import { existsSync, readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { LineCounter, parseDocument } from 'yaml';
import { configError } from './errors.js';
import { ConfigSchema } from './schema.js';

/** A tree of settings from one place, and how to name a setting of it to the person who wrote it. */
export interface Source {
  readonly values: Readonly<Record<string, unknown>>;
  where(path: readonly string[]): string | null;
}

export function fileSource(file: string, mustExist: boolean): Source {
  if (!mustExist && !existsSync(file)) return { values: {}, where: () => null };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw configError('CONFIG_FILE_UNREADABLE', { file, reason: (cause as Error).message }, cause);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [fault] = document.errors;
  if (fault) throw configError('CONFIG_FILE_UNREADABLE', { file, reason: fault.message.split('\n')[0] ?? '' });
  const values = (document.toJS() ?? {}) as unknown;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw configError('CONFIG_FILE_UNREADABLE', { file, reason: 'expected keys and values' });
  }
  return {
    values: values as Record<string, unknown>,
    where(path) {
      if (valueAt(values, path) === undefined) return null;
      const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
      const line = node?.range ? lines.linePos(node.range[0]).line : null;
      return line === null ? file : `${file}:${line}`;
    },
  };
}

/** `DATABASE_URL` and `REDIS_URL` are what hosting platforms set; the `HADIR_` names win over them. */
const ALIASES: Readonly<Record<string, string>> = { DATABASE_URL: 'database.url', REDIS_URL: 'redis.url' };

export function environmentSource(env: Readonly<Record<string, string | undefined>>): Source {
  const values: Record<string, unknown> = {};
  const names = new Map<string, string>();
  const take = (name: string, path: string, schema: TSchema | undefined): void => {
    const text = env[name];
    if (text === undefined || text === '') return;
    setAt(values, path.split('.'), fromText(text, schema));
    names.set(path, name);
  };
  const leaves = leafSchemas(ConfigSchema, []);
  for (const [name, path] of Object.entries(ALIASES)) take(name, path, leaves.get(path));
  for (const [path, schema] of leaves) take(environmentName(path), path, schema);
  return { values, where: (path) => names.get(path.join('.')) ?? null };
}

/** `http.port` → `HADIR_HTTP_PORT`. */
function environmentName(path: string): string {
  return `HADIR_${path
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;
}

export function leafSchemas(schema: TSchema, path: readonly string[]): Map<string, TSchema> {
  const properties = (schema as { properties?: Record<string, TSchema> }).properties;
  if (!properties) return new Map([[path.join('.'), schema]]);
  return new Map(Object.entries(properties).flatMap(([key, inner]) => [...leafSchemas(inner, [...path, key])]));
}

function fromText(text: string, schema: TSchema | undefined): unknown {
  const type = (schema as { type?: string } | undefined)?.type;
  if (type === 'integer' && /^\d+$/.test(text)) return Number(text);
  if (type === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
  if (type === 'array') return text.split(',').map((part) => part.trim());
  return text;
}

export function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined | null)?.[key], tree);
}

export function setAt(tree: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  if (typeof tree[head] !== 'object' || tree[head] === null) tree[head] = {};
  setAt(tree[head] as Record<string, unknown>, rest, value);
}
