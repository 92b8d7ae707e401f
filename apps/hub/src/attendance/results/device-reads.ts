import type { Database } from '../../store/index.js';

/** A device as the host of the plugins sees it. */
export interface SeenDevice {
  readonly deviceId: string;
  readonly state: string;
  readonly detail: string;
  readonly caughtUp: boolean;
  readonly lastTrafficAt: number | null;
}

/**
 * Notes until when devices were read. One that is online and not in the middle of its stored log has told everything up
 * to its last traffic.
 */
export async function noteDeviceReads(database: Database, devices: readonly SeenDevice[]): Promise<void> {
  const read = devices.flatMap(({ deviceId, state, detail, caughtUp, lastTrafficAt }) =>
    state === 'online' && caughtUp && detail !== 'not-stored' && lastTrafficAt !== null
      ? [{ deviceId, at: new Date(lastTrafficAt) }]
      : [],
  );
  if (read.length === 0) return;
  await database.pool.query(
    `insert into device_read as known (device_id, read_at)
     select n.device_id, n.read_at from unnest($1::uuid[], $2::timestamptz[]) as n (device_id, read_at)
     join device d on d.id = n.device_id order by n.device_id
     on conflict (device_id) do update set read_at = greatest(known.read_at, excluded.read_at)`,
    [read.map(({ deviceId }) => deviceId), read.map(({ at }) => at)],
  );
}
