import type { PoolClient } from 'pg';
import type { AuditEntry } from '../audit/index.js';

/** The audit row of a change that runs on a plain connection, in the transaction of the change. */
export async function auditOn(client: PoolClient, entry: AuditEntry): Promise<void> {
  await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
    entry.actor,
    entry.action,
    entry.subject,
    JSON.stringify(entry.details ?? {}),
  ]);
}
