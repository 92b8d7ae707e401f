import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { dayOf } from '../days.js';
import { inChange } from '../records.js';
import { markDays } from '../results/mark.js';

/** The morning assembly of a unit and what is below it on a date. */
export interface ApelRecord {
  readonly unitId: string;
  readonly date: string;
  /** False: called off (rain, Ramadan), so that nobody missed it. */
  readonly held: boolean;
  readonly required: boolean;
}

/** One line of the written list. */
export interface ApelPresence {
  readonly personId: string;
  readonly present: boolean | null;
  readonly excused: boolean;
}

export async function listApel(
  { database }: ResultContext,
  filter: { readonly unitId?: string; readonly from: string; readonly to: string },
): Promise<readonly ApelRecord[]> {
  const { rows } = await database.pool.query<ApelRecord>(
    `select unit_id as "unitId", workday as date, held, required from apel
     where workday between $1 and $2 and ($3::uuid is null or unit_id = $3) order by workday, unit_id limit 10000`,
    [dayOf(filter.from, 'from'), dayOf(filter.to, 'to'), filter.unitId ?? null],
  );
  return rows;
}

export async function setApel(
  context: ResultContext,
  input: ApelRecord & { readonly list?: readonly ApelPresence[] },
  actor: string,
): Promise<void> {
  const date = dayOf(input.date, 'date');
  await inChange(context.database, async (client) => {
    await client.query(
      `insert into apel (unit_id, workday, held, required, created_by) values ($1, $2, $3, $4, $5)
       on conflict (unit_id, workday) do update set held = excluded.held, required = excluded.required,
         created_at = now(), created_by = excluded.created_by`,
      [input.unitId, date, input.held, input.required, actor],
    );
    const list = input.list ?? [];
    await client.query(
      `insert into apel_presence (person_id, workday, present, excused, created_by)
       select n.person_id, $4::date, n.present, n.excused, $5
       from unnest($1::uuid[], $2::bool[], $3::bool[]) as n (person_id, present, excused) order by n.person_id
       on conflict (person_id, workday) do update set present = excluded.present, excused = excluded.excused,
         created_at = now(), created_by = excluded.created_by`,
      [list.map((one) => one.personId), list.map((one) => one.present), list.map((one) => one.excused), date, actor],
    );
    const { unitId, held, required } = input;
    await auditOn(client, { actor, action: 'apel.set', subject: unitId, details: { date, held, required, list } });
    const people = list.map((one) => one.personId);
    await markDays(client, { unitId, from: date, to: date }, today(context));
    if (people.length > 0) await markDays(client, { personIds: people, from: date, to: date }, today(context));
  });
}
