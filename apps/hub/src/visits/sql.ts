import type { Pool, PoolClient } from 'pg';

/** A pool, or a connection inside a transaction. */
export type Runner = Pick<Pool | PoolClient, 'query'>;

/** The rows of one statement. `Row` states what the statement selects. */
export async function rowsOf<Row>(runner: Runner, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await runner.query(text, [...values]);
  return rows as readonly Row[];
}
