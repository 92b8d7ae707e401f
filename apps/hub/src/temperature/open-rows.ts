import type { PoolClient } from 'pg';
import { parseSealed, unsealReading } from './seal.js';

interface Row {
  readonly deviceId: string;
  readonly body: string;
}

/** Rows with their bodies readable, and under which day's key those that were sealed lay. */
export interface OpenedRows<R extends Row> {
  /** Without those whose day was purged: they are done with. */
  readonly rows: readonly R[];
  readonly dayOf: ReadonlyMap<R, string>;
}

/** Opens sealed temperatures; other rows pass as they are. A body that does not open stays, and is found unreadable later. */
export async function openRows<R extends Row>(client: PoolClient, rows: readonly R[]): Promise<OpenedRows<R>> {
  const sealed = new Map(rows.map((row) => [row, parseSealed(row.body)]));
  const days = [...new Set([...sealed.values()].flatMap((one) => one?.sealed.day ?? []))];
  if (days.length === 0) return { rows, dayOf: new Map() };
  const found = await client.query<{ day: string; key: Buffer }>(
    'select day::text as day, key from temperature_key where day = any($1::date[]) for share',
    [days],
  );
  const keys = new Map(found.rows.map((row) => [row.day, row.key]));
  const dayOf = new Map<R, string>();
  const opened = rows.flatMap((row): R[] => {
    const one = sealed.get(row) ?? null;
    if (one === null) return [row];
    const key = keys.get(one.sealed.day);
    if (key === undefined) return [];
    const next = { ...row, body: bodyOf(row, () => unsealReading(one, row.deviceId, key)) };
    dayOf.set(next, one.sealed.day);
    return [next];
  });
  return { rows: opened, dayOf };
}

function bodyOf(row: Row, open: () => string): string {
  try {
    return open();
  } catch {
    return row.body;
  }
}
