import type { Pool, PoolClient } from 'pg';

/** A pool, or a connection inside a transaction. */
export type Runner = Pick<Pool | PoolClient, 'query'>;

/** The rows of one statement. `Row` states what the statement selects. */
export async function select<Row>(runner: Runner, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await runner.query(text, [...values])).rows as Row[];
}

/** Written in the transaction of the change. Never anything biometric. */
export async function noteFace(
  runner: Runner,
  entry: { readonly actor: string; readonly action: string; readonly subject: string; readonly details?: object },
): Promise<void> {
  await runner.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
    entry.actor,
    entry.action,
    entry.subject,
    JSON.stringify(entry.details ?? {}),
  ]);
}

/** SQL: the unit in which person `p` serves on the day that `parameter` holds. */
export const unitOn = (parameter: string): string =>
  `coalesce((select pl.unit_id from placement pl where pl.person_id = p.id
     and ${parameter}::date between pl.valid_from and coalesce(pl.valid_to, 'infinity') limit 1), p.unit_id)`;
