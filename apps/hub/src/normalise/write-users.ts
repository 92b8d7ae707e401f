import { instantToText, type ObservedDeviceUser } from '@hadir/core';
import type { PoolClient } from 'pg';

/**
 * The device's latest word about its users. What a transport does not tell (a push without templates) leaves what
 * another told. An older word, read late, changes nothing.
 */
export async function upsertUsers(client: PoolClient, users: readonly ObservedDeviceUser[]): Promise<void> {
  if (users.length === 0) return;
  // In one order, so that two workers with the same users cannot deadlock.
  const sorted = [...users].sort((a, b) => (a.deviceId + a.deviceUserId < b.deviceId + b.deviceUserId ? -1 : 1));
  await client.query(
    `insert into device_user as known (device_id, device_user_id, name, privilege, has_card, enrolled, seen_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::jsonb[], $7::timestamptz[])
     on conflict (device_id, device_user_id) do update set
       name = coalesce(excluded.name, known.name),
       privilege = excluded.privilege,
       has_card = coalesce(excluded.has_card, known.has_card),
       enrolled = case when excluded.enrolled = '[]' then known.enrolled else excluded.enrolled end,
       seen_at = excluded.seen_at
     where excluded.seen_at >= known.seen_at`,
    [
      sorted.map((user) => user.deviceId),
      sorted.map((user) => user.deviceUserId),
      sorted.map((user) => user.name),
      sorted.map((user) => user.privilege),
      sorted.map((user) => user.hasCard),
      sorted.map((user) => JSON.stringify(user.enrolled)),
      sorted.map((user) => instantToText(user.observedAt)),
    ],
  );
}
