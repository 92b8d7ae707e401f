import { sql } from 'kysely';
import type { Database } from '../store/index.js';

/** A number on a device that has scans and belongs to nobody on the days of those scans. */
export interface UnmappedUser {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly deviceUserId: string;
  /** What the device calls them, when it said so. */
  readonly nameOnDevice: string | null;
  readonly events: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export async function listUnmapped(
  database: Database,
  query: { readonly deviceId?: string; readonly after?: readonly [string, string]; readonly limit: number },
): Promise<readonly UnmappedUser[]> {
  const { after } = query;
  return database.kysely
    .selectFrom('attendance_event as e')
    .innerJoin('device as d', 'd.id', 'e.device_id')
    .leftJoin('device_user as u', (join) =>
      join.onRef('u.device_id', '=', 'e.device_id').onRef('u.device_user_id', '=', 'e.device_user_id'),
    )
    .where('e.person_id', 'is', null)
    .$if(query.deviceId !== undefined, (q) => q.where('e.device_id', '=', query.deviceId ?? ''))
    .$if(after !== undefined, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('e.device_id', 'e.device_user_id'), '>', eb.tuple(after?.[0] ?? '', after?.[1] ?? '')),
      ),
    )
    .groupBy(['e.device_id', 'd.name', 'e.device_user_id', 'u.name'])
    .select([
      'e.device_id as deviceId',
      'd.name as deviceName',
      'e.device_user_id as deviceUserId',
      'u.name as nameOnDevice',
      sql<number>`count(*)`.as('events'),
      sql<Date>`min(e.occurred_at)`.as('firstAt'),
      sql<Date>`max(e.occurred_at)`.as('lastAt'),
    ])
    .orderBy('e.device_id')
    .orderBy('e.device_user_id')
    .limit(query.limit + 1)
    .execute();
}
