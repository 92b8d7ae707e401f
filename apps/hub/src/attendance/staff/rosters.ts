import type { PoolClient } from 'pg';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { dayOf } from '../days.js';
import { resultError } from '../errors.js';
import { inChange } from '../records.js';
import { markDays } from '../results/mark.js';

/** On this date the person works by this schedule, or is off. A date belongs to the shift's start. */
export interface RosterLine {
  readonly personId: string;
  readonly date: string;
  readonly schedule: string | null;
}

export async function listRoster(
  { database }: ResultContext,
  filter: { readonly personId?: string; readonly unitId?: string; readonly from: string; readonly to: string },
): Promise<readonly RosterLine[]> {
  const { rows } = await database.pool.query<RosterLine>(
    `select r.person_id as "personId", r.workday as date, r.schedule from roster_entry r
     left join person p on p.id = r.person_id
     where r.workday between $3 and $4 and ($1::uuid is null or r.person_id = $1)
       and ($2::uuid is null or p.unit_id = $2 or exists (select 1 from placement s where s.person_id = r.person_id
         and s.unit_id = $2 and r.workday between s.valid_from and coalesce(s.valid_to, 'infinity')))
     order by r.workday, r.person_id limit 50000`,
    [filter.personId ?? null, filter.unitId ?? null, dayOf(filter.from, 'from'), dayOf(filter.to, 'to')],
  );
  return rows;
}

/** A later line for the same person and date replaces the earlier one; both stay in the audit. @throws RULE_NOT_FOUND */
export async function setRoster(context: ResultContext, lines: readonly RosterLine[], actor: string): Promise<number> {
  return await inChange(context.database, (client) => setRosterOn(client, context, lines, actor));
}

export async function setRosterOn(
  client: PoolClient,
  context: ResultContext,
  lines: readonly RosterLine[],
  actor: string,
): Promise<number> {
  if (lines.length === 0) return 0;
  const last = new Map(lines.map((line) => [`${line.personId} ${dayOf(line.date, 'date')}`, line]));
  const wanted = [...last.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  await refuseUnknownSchedules(client, wanted);
  const { rows } = await client.query<{ person_id: string; workday: string }>(
    `insert into roster_entry as old (person_id, workday, schedule, created_by)
     select n.person_id, n.workday, n.schedule, $4
     from unnest($1::uuid[], $2::date[], $3::text[]) as n (person_id, workday, schedule)
     on conflict (person_id, workday) do update
       set schedule = excluded.schedule, created_at = now(), created_by = excluded.created_by
       where old.schedule is distinct from excluded.schedule
     returning person_id, workday`,
    [wanted.map((line) => line.personId), wanted.map((line) => line.date), wanted.map((line) => line.schedule), actor],
  );
  if (rows.length === 0) return 0;
  const dates = rows.map((row) => row.workday).sort();
  const people = [...new Set(rows.map((row) => row.person_id))];
  const scope = { personIds: people, from: dates[0] as string, to: dates.at(-1) as string };
  await auditOn(client, {
    actor,
    action: 'roster.set',
    subject: `${scope.from}…${scope.to}`,
    details: { lines: wanted.slice(0, 2000), changed: rows.length },
  });
  await markDays(client, scope, today(context));
  return rows.length;
}

async function refuseUnknownSchedules(client: PoolClient, lines: readonly RosterLine[]): Promise<void> {
  const names = [...new Set(lines.flatMap((line) => (line.schedule === null ? [] : [line.schedule])))];
  const { rows } = await client.query<{ name: string }>(
    "select distinct name from rule_document where kind = 'schedule' and name = any($1)",
    [names],
  );
  const known = new Set(rows.map((row) => row.name));
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined) throw resultError('RULE_NOT_FOUND', { kind: 'schedule', name: missing });
}
