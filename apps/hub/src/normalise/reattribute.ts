import type { PoolClient } from 'pg';
import { FEED_CHANNEL } from '../feed/index.js';
import { type Database, inTransaction } from '../store/index.js';
import { lockFeed } from './write-events.js';

/**
 * Gives the events of a device user to whom the mapping now says they belong. Only events whose person changes get a new
 * revision and a new place in the change feed. To be called after every change of `identity_mapping`: in a transaction
 * of its own after that commit, or with the client of that very transaction.
 * @returns how many events changed hands
 */
export async function reattribute(
  where: Database | PoolClient,
  deviceId: string,
  deviceUserId: string,
): Promise<number> {
  if ('kysely' in where)
    return await inTransaction(where.pool, (client) => reattribute(client, deviceId, deviceUserId));
  // The update below must be a statement of its own: it sees what was committed until it got the lock.
  await lockFeed(where);
  const { rowCount } = await where.query(
    `with changed as (
       select e.id, m.person_id from attendance_event e
       left join lateral (
         select person_id from identity_mapping
         where device_id = e.device_id and device_user_id = e.device_user_id
           and coalesce(left(e.wall, 10)::date, (e.occurred_at at time zone e.zone)::date)
             between valid_from and valid_to
         limit 1) as m on true
       where e.device_id = $1 and e.device_user_id = $2 and e.person_id is distinct from m.person_id
       order by e.position)
     update attendance_event e
     set person_id = c.person_id, revision = e.revision + 1, position = nextval('feed_position')
     from (select * from changed) as c where e.id = c.id`,
    [deviceId, deviceUserId],
  );
  if ((rowCount ?? 0) > 0) await where.query('select pg_notify($1, $2)', [FEED_CHANNEL, '']);
  return rowCount ?? 0;
}
