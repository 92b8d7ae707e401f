import type { PoolClient } from 'pg';
import { FEED_CHANNEL } from '../feed/index.js';
import { type Database, inTransaction } from '../store/index.js';
import { PERSON_OF_EVENT } from './person.js';
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
    `update attendance_event e
     set person_id = c.person_id, revision = e.revision + 1, position = nextval('feed_position')
     from (
       select e.id, ${PERSON_OF_EVENT} as person_id, e.person_id as was from attendance_event e
       where e.device_id = $1 and e.device_user_id = $2 order by e.position) as c
     where e.id = c.id and c.person_id is distinct from c.was`,
    [deviceId, deviceUserId],
  );
  if ((rowCount ?? 0) > 0) await where.query('select pg_notify($1, $2)', [FEED_CHANNEL, '']);
  return rowCount ?? 0;
}
