import { writeAudit } from '../audit/index.js';
import type { Database } from '../store/index.js';
import { issueError } from './errors.js';

export interface IssueRecord {
  readonly id: string;
  readonly code: string;
  readonly subject: string;
  readonly pluginId: string | null;
  readonly deviceId: string | null;
  readonly severity: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly timesSeen: number;
  readonly clearedAt: Date | null;
  readonly ignoredAt: Date | null;
}

export type IssueState = 'open' | 'ignored' | 'cleared';

const columns = [
  'id',
  'code',
  'subject',
  'plugin_id as pluginId',
  'device_id as deviceId',
  'severity',
  'details',
  'first_seen as firstSeen',
  'last_seen as lastSeen',
  'times_seen as timesSeen',
  'cleared_at as clearedAt',
  'ignored_at as ignoredAt',
] as const;

export async function listIssues(
  database: Database,
  query: {
    readonly state?: IssueState;
    readonly deviceId?: string;
    readonly code?: string;
    readonly after?: string;
    readonly limit: number;
  },
): Promise<readonly IssueRecord[]> {
  const { state } = query;
  return database.kysely
    .selectFrom('issue')
    .select(columns)
    .$if(state === 'cleared', (q) => q.where('cleared_at', 'is not', null))
    .$if(state === 'open', (q) => q.where('cleared_at', 'is', null).where('ignored_at', 'is', null))
    .$if(state === 'ignored', (q) => q.where('cleared_at', 'is', null).where('ignored_at', 'is not', null))
    .$if(query.deviceId !== undefined, (q) => q.where('device_id', '=', query.deviceId ?? ''))
    .$if(query.code !== undefined, (q) => q.where('code', '=', query.code ?? ''))
    .$if(query.after !== undefined, (q) => q.where('id', '>', query.after ?? ''))
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
}

/** An ignored issue stays on record and is not counted; it comes back when it was cleared and is raised again. @throws ISSUE_NOT_FOUND */
export async function setIssueIgnored(
  database: Database,
  id: string,
  ignored: boolean,
  actor: string,
): Promise<IssueRecord> {
  return database.kysely.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('issue')
      .set({ ignored_at: ignored ? new Date() : null })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirst();
    if (!row) throw issueError('ISSUE_NOT_FOUND', { id });
    await writeAudit(trx, {
      actor,
      action: ignored ? 'issue.ignore' : 'issue.unignore',
      subject: id,
      details: { code: row.code },
    });
    return row;
  });
}

export async function countOpenIssues(database: Database): Promise<number> {
  const row = await database.kysely
    .selectFrom('issue')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('cleared_at', 'is', null)
    .where('ignored_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
