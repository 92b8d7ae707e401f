import { type FaceContext, today } from './context.js';
import { type Runner, select, unitOn } from './sql.js';

/** Events that a hub looks through when it starts; older ones were looked through by the one before. */
const LOOK_BACK = 100_000;

interface Pair {
  readonly deviceId: string;
  readonly personKey: string;
}

/**
 * SQL: who is expected at which device of plugins `$1`, on day `$2`; of person `$3` only, when that is not null. A station of no unit
 * expects everybody, one of a unit its people, and those of units above and below. To be known on every camera of a regency
 * would let each one's silence hold back everybody's day.
 */
export const EXPECTED = `with recursive closure (below, above) as (
    select id, id from organisation_unit
    union select c.below, o.parent_id from closure c join organisation_unit o on o.id = c.above
    where o.parent_id is not null
  ), related as (select below as one, above as other from closure union select above, below from closure),
  staff as (
    select s.person_id, s.person_key, ${unitOn('$2')} as unit_id from face_subject s join person p on p.id = s.person_id
    where $3::uuid is null or s.person_id = $3::uuid
  ), expected as (
    select f.person_id, f.person_key, d.id as device_id from staff f
    join device d on d.removed_at is null and d.enabled and d.plugin_id = any($1::text[])
    left join station st on st.id = d.station_id
    where st.unit_id is null or (st.unit_id, f.unit_id) in (select one, other from related)
  )`;

/** Makes known, to whom the key belongs, on cameras at which the person is expected. Those that are mapped already stay. */
export async function mapExpected(
  context: FaceContext,
  runner: Runner,
  where: { readonly pluginIds: readonly string[]; readonly personId?: string },
): Promise<readonly Pair[]> {
  if (where.pluginIds.length === 0) return [];
  return select<Pair>(
    runner,
    `${EXPECTED}
     insert into identity_mapping (id, device_id, device_user_id, person_id, created_by)
     select gen_random_uuid(), e.device_id, e.person_key, e.person_id, 'hadir' from expected e
     where not exists (
       select 1 from identity_mapping m where m.device_id = e.device_id and m.device_user_id = e.person_key)
     on conflict do nothing
     returning device_id as "deviceId", device_user_id as "personKey"`,
    [where.pluginIds, today(context), where.personId ?? null],
  );
}

/** Makes the key known on one device, such as a terminal that took the face. */
export async function mapOne(client: Runner, pair: Pair & { readonly personId: string }): Promise<void> {
  await client.query(
    `insert into identity_mapping (id, device_id, device_user_id, person_id, created_by)
     select gen_random_uuid(), $1::uuid, $2::text, $3::uuid, 'hadir' where not exists (
       select 1 from identity_mapping where device_id = $1::uuid and device_user_id = $2::text)
     on conflict do nothing`,
    [pair.deviceId, pair.personKey, pair.personId],
  );
}

/**
 * A person may be seen where nobody expected it: keys are unique, so whom such an event means is beyond doubt.
 * Reads the change feed from a position on; from its last part when none is given. @returns the position to go on from
 */
export async function mapSeen(context: FaceContext, from: number | null): Promise<number> {
  const { pool } = context.database;
  const [end] = await select<{ last: number | null }>(pool, 'select max(position) as last from attendance_event');
  const last = Number(end?.last ?? 0);
  const after = from ?? last - LOOK_BACK;
  if (last <= after) return last;
  const seen = await select<Pair & { readonly personId: string }>(
    pool,
    `select distinct e.device_id as "deviceId", s.person_key as "personKey", s.person_id as "personId"
     from attendance_event e join face_subject s on s.person_key = e.device_user_id
     where e.position > $1 and e.position <= $2 and e.person_id is null`,
    [after, last],
  );
  for (const pair of seen) {
    await mapOne(pool, pair);
    await context.reattribute({ deviceId: pair.deviceId, deviceUserId: pair.personKey });
  }
  return last;
}

/** From tomorrow on the key means nobody; what was recorded until now stays the person's. */
export async function endMappings(
  context: FaceContext,
  client: Runner,
  subject: { readonly personId: string; readonly personKey: string },
): Promise<void> {
  await client.query(
    `update identity_mapping set valid_to = greatest(valid_from, $3::date)
     where device_user_id = $1 and person_id = $2 and valid_to > $3::date`,
    [subject.personKey, subject.personId, today(context)],
  );
}
