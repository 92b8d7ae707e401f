import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { httpError } from './errors.js';

/** What every list takes. */
export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before.' })),
} as const;

export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    items: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], { description: 'Cursor of the next page; null at the end.' }),
  });
}

export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** A place in an ordered list, opaque to the caller: they must not build on its content. */
function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws CURSOR_INVALID */
export function decodeCursor<Schema extends TSchema>(schema: Schema, cursor: string): Static<Schema> {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw httpError('CURSOR_INVALID', {}, cause);
  }
  if (!Value.Check(schema, place)) throw httpError('CURSOR_INVALID');
  return place as Static<Schema>;
}

/** Cuts rows that were read with `limit + 1` into a page. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => unknown,
  view: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(place(last)) : null;
  return { items: shown.map(view), next };
}
