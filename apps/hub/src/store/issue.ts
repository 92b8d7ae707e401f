import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';

/** Something an operator should know. Equal code, subject, device and plugin is the same issue while it is open. */
export interface NewIssue {
  readonly code: string;
  readonly subject?: string;
  readonly pluginId?: string | null;
  readonly deviceId?: string | null;
  readonly severity?: 'info' | 'warning' | 'error';
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

type Runner = Pick<Pool | ClientBase, 'query'>;

/** Opens the issue, or counts it once more when it is open already. Inside the caller's transaction when given its client. */
export async function raiseIssue(runner: Runner, issue: NewIssue): Promise<void> {
  await runner.query(
    `insert into issue (id, code, subject, plugin_id, device_id, severity, details)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (code, subject, coalesce(device_id, '00000000-0000-0000-0000-000000000000'::uuid),
       coalesce(plugin_id, '')) where cleared_at is null
     do update set last_seen = now(), times_seen = issue.times_seen + 1, severity = excluded.severity,
       details = excluded.details`,
    [
      randomUUID(),
      issue.code,
      issue.subject ?? '',
      issue.pluginId ?? null,
      issue.deviceId ?? null,
      issue.severity ?? 'warning',
      JSON.stringify(issue.details ?? {}),
    ],
  );
}

/** Ends the open issue, if there is one. */
export async function clearIssue(
  runner: Runner,
  issue: Pick<NewIssue, 'code' | 'subject' | 'pluginId' | 'deviceId'>,
): Promise<void> {
  await runner.query(
    `update issue set cleared_at = now() where code = $1 and subject = $2 and cleared_at is null
       and device_id is not distinct from $3 and plugin_id is not distinct from $4`,
    [issue.code, issue.subject ?? '', issue.deviceId ?? null, issue.pluginId ?? null],
  );
}
