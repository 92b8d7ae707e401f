import Type, { type Static } from 'typebox';
import { MAX_BATCH_READINGS } from '../driver/context.js';

/**
 * A batch of readings for the pipe: readings of one form are written as columns, and what is the same in all of them
 * once. Most of a batch is property names and constants; without them it is a sixth of the bytes and of the work.
 */
const Column = Type.Union([
  Type.Object({ same: Type.Unknown() }, { additionalProperties: false }),
  Type.Object({ each: Type.Array(Type.Unknown(), { maxItems: MAX_BATCH_READINGS }) }, { additionalProperties: false }),
]);
type Column = Static<typeof Column>;

export const PackedReadings = Type.Object(
  {
    groups: Type.Array(
      Type.Object(
        {
          /** The form of a reading; its leaves are numbers of columns. */
          form: Type.Unknown(),
          rows: Type.Integer({ minimum: 1, maximum: MAX_BATCH_READINGS }),
          columns: Type.Array(Column, { maxItems: 256 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 33 },
    ),
    /** Of which group each reading is, when there are several. */
    order: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 32 }), { maxItems: MAX_BATCH_READINGS })),
  },
  { additionalProperties: false },
);
export type PackedReadings = Static<typeof PackedReadings>;

/** A form as it is recognised: null is a leaf. */
type Form = { readonly keys: readonly string[]; readonly parts: readonly (Form | null)[] } | null;

interface Group {
  readonly form: Form;
  readonly columns: unknown[][];
  rows: number;
}

const MAX_GROUPS = 32;
const MAX_DEPTH = 8;

export function packReadings(readings: readonly unknown[]): PackedReadings {
  const groups: Group[] = [];
  const order: number[] = [];
  const row: unknown[] = [];
  let last = 0;
  for (const reading of readings) {
    row.length = 0;
    const usual = groups[last];
    if (usual === undefined || !collect(usual.form, reading, row)) last = groupFor(groups, reading, row);
    const group = groups[last] as Group;
    for (let at = 0; at < row.length; at++) (group.columns[at] as unknown[]).push(row[at]);
    group.rows += 1;
    order.push(last);
  }
  return {
    groups: groups.map(({ form, columns, rows }) => ({ form: numbered(form), rows, columns: columns.map(columnOf) })),
    ...(groups.length > 1 ? { order } : {}),
  };
}

/** Finds or begins the group of a reading and leaves its values in `row`. */
function groupFor(groups: Group[], reading: unknown, row: unknown[]): number {
  for (let at = 0; at < groups.length; at++) {
    row.length = 0;
    if (collect((groups[at] as Group).form, reading, row)) return at;
  }
  // So many forms are no batch of a device; the rest travels as it is.
  const form = groups.length < MAX_GROUPS ? formOf(reading, 0) : null;
  row.length = 0;
  collect(form, reading, row);
  groups.push({ form, columns: row.map(() => []), rows: 0 });
  return groups.length - 1;
}

function formOf(value: unknown, depth: number): Form {
  if (!isPlain(value) || depth >= MAX_DEPTH) return null;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (keys.includes('__proto__')) return null;
  return { keys, parts: keys.map((key) => formOf(value[key], depth + 1)) };
}

/** Whether a value has the form; its leaves go to `row`. A leaf takes anything. */
function collect(form: Form, value: unknown, row: unknown[]): boolean {
  if (form === null) {
    row.push(value);
    return true;
  }
  if (!isPlain(value)) return false;
  let at = 0;
  for (const key in value) {
    const part = value[key];
    if (part === undefined) continue;
    if (form.keys[at] !== key) return false;
    const inner = form.parts[at] as Form;
    if (inner !== null) {
      if (!collect(inner, part, row)) return false;
    } else row.push(part);
    at += 1;
  }
  return at === form.keys.length;
}

function numbered(form: Form): unknown {
  let next = 0;
  const walk = (part: Form): unknown =>
    part === null ? next++ : Object.fromEntries(part.keys.map((key, at) => [key, walk(part.parts[at] as Form)]));
  return walk(form);
}

function columnOf(values: unknown[]): Column {
  const [first] = values;
  if (typeof first === 'object') return { each: values };
  for (const value of values) if (value !== first) return { each: values };
  return { same: first };
}

/** What is wrong with a packed batch; nothing of it is used then. */
interface PackFault {
  readonly path: string;
  readonly reason: string;
}

export type Unpacked = { readonly ok: true; readonly readings: unknown[] } | ({ readonly ok: false } & PackFault);

/** @param maxChars of text and values once unpacked: constants must not blow a small message up */
export function unpackReadings(packed: PackedReadings, maxChars: number): Unpacked {
  const fail = (path: string, reason: string): Unpacked => ({ ok: false, path, reason });
  const builders: (() => unknown)[] = [];
  let total = 0;
  let chars = 0;
  for (const [number, { form, rows, columns }] of packed.groups.entries()) {
    const path = `/readings/groups/${number}`;
    total += rows;
    for (const column of columns) {
      if ('each' in column && column.each.length !== rows) return fail(path, `a column does not have ${rows} rows`);
      chars +=
        'same' in column ? weight(column.same) * rows : column.each.reduce<number>((sum, v) => sum + weight(v), 0);
    }
    const build = builderOf(form, columns, 0);
    if (build === null) return fail(`${path}/form`, 'is not a form of its columns');
    let row = 0;
    builders.push(() => build(row++));
  }
  if (total > MAX_BATCH_READINGS) return fail('/readings', `has ${total} readings`);
  if (chars > maxChars) return fail('/readings', `has ${chars} characters, at most ${maxChars} are allowed`);
  const order = packed.order ?? new Array<number>(total).fill(0);
  const counts = packed.groups.map(() => 0);
  for (const group of order) counts[group] = (counts[group] ?? 0) + 1;
  const complete = counts.length === packed.groups.length && packed.groups.every(({ rows }, at) => counts[at] === rows);
  if (!complete) return fail('/readings/order', 'does not fit the groups');
  return { ok: true, readings: order.map((group) => (builders[group] as () => unknown)()) };
}

function builderOf(form: unknown, columns: readonly Column[], depth: number): ((row: number) => unknown) | null {
  if (typeof form === 'number') {
    const column = columns[form];
    if (column === undefined) return null;
    if ('same' in column) return () => column.same;
    return (row) => column.each[row];
  }
  if (!isPlain(form) || depth > MAX_DEPTH) return null;
  const keys = Object.keys(form);
  if (keys.includes('__proto__')) return null;
  const parts: ((row: number) => unknown)[] = [];
  for (const key of keys) {
    const part = builderOf(form[key], columns, depth + 1);
    if (part === null) return null;
    parts.push(part);
  }
  return (row) => {
    const built: Record<string, unknown> = {};
    for (let at = 0; at < keys.length; at++) built[keys[at] as string] = (parts[at] as (row: number) => unknown)(row);
    return built;
  };
}

function weight(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
