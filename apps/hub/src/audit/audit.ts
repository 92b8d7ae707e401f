import type { Kysely } from 'kysely';
import type { Tables } from '../store/index.js';

/** Who changed what. Written in the transaction of the change, so that neither exists without the other. */
export interface AuditEntry {
  readonly actor: string;
  /** `area.verb`: `device.create`, `key.revoke`. */
  readonly action: string;
  readonly subject: string;
  /** Plain facts, no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export async function writeAudit(transaction: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await transaction
    .insertInto('audit_entry')
    .values({
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

export interface AuditQuery {
  readonly before?: number;
  readonly action?: string;
  readonly subject?: string;
  readonly limit: number;
}

/** Newest first; one row more than `limit` when there are more. */
export async function listAudit(kysely: Kysely<Tables>, query: AuditQuery) {
  return kysely
    .selectFrom('audit_entry')
    .selectAll()
    .$if(query.before !== undefined, (q) => q.where('id', '<', query.before ?? 0))
    .$if(query.action !== undefined, (q) => q.where('action', '=', query.action ?? ''))
    .$if(query.subject !== undefined, (q) => q.where('subject', '=', query.subject ?? ''))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
}
