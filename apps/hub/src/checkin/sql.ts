import type { Pool, PoolClient } from 'pg';

/** A pool, or a connection inside a transaction. */
export type Runner = Pick<Pool | PoolClient, 'query'>;

/** The rows of one statement. `Row` states what the statement selects. */
export async function rowsOf<Row>(runner: Runner, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await runner.query(text, [...values]);
  return rows as readonly Row[];
}

/** Written in the transaction of the change. */
export async function audit(
  runner: Runner,
  actor: string,
  action: string,
  subject: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await runner.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
    actor,
    action,
    subject,
    JSON.stringify(details),
  ]);
}
