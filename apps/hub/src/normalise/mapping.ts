import { type AttendanceEvent, type CivilDate, wallDate, zoneOf } from '@hadir/core';
import type { PoolClient } from 'pg';
import { textArray, uuidArray } from '../store/index.js';
import type { PlacedEvent } from './meaning.js';

interface MappingRow {
  readonly device_id: string;
  readonly device_user_id: string;
  readonly person_id: string;
  readonly valid_from: string;
  readonly valid_to: string;
}

/**
 * The day that decides whose scan it was: the one the person saw on the device, else the day at the device's place.
 * `reattribute` computes the same in SQL.
 */
function dayOf(event: AttendanceEvent): CivilDate {
  return wallDate(event.wall ?? zoneOf(event.zone).wallOf(event.occurredAt));
}

/** `-infinity` sorts before every date as text, `infinity` after. */
const covers = (mapping: MappingRow, day: string): boolean => mapping.valid_from <= day && day <= mapping.valid_to;

/**
 * The person of each event, null where nobody is mapped. Must run under the feed lock: then a mapping that is committed
 * later is followed by a `reattribute` that sees these events.
 */
export async function personsOf(
  client: PoolClient,
  events: readonly PlacedEvent[],
): Promise<readonly (string | null)[]> {
  const users = new Map<string, AttendanceEvent>();
  for (const { event } of events) users.set(keyOf(event.deviceId, event.deviceUserId), event);
  const distinct = [...users.values()];
  const { rows } = await client.query<MappingRow>({
    name: 'normalise-mappings',
    // `offset 0` keeps the planner to one index look-up a user.
    text: `select m.* from unnest($1::uuid[], $2::text[]) as u (device_id, device_user_id)
      cross join lateral (
        select device_id, device_user_id, person_id, valid_from, valid_to from identity_mapping
        where device_id = u.device_id and device_user_id = u.device_user_id offset 0) as m`,
    values: [
      uuidArray(distinct.map((event) => event.deviceId)),
      textArray(distinct.map((event) => event.deviceUserId)),
    ],
  });
  const mappings = new Map<string, MappingRow[]>();
  for (const row of rows) {
    const key = keyOf(row.device_id, row.device_user_id);
    mappings.set(key, [...(mappings.get(key) ?? []), row]);
  }
  return events.map(({ event }) => {
    const own = mappings.get(keyOf(event.deviceId, event.deviceUserId));
    if (own === undefined) return null;
    const day = dayOf(event);
    return own.find((mapping) => covers(mapping, day))?.person_id ?? null;
  });
}

const keyOf = (deviceId: string, deviceUserId: string): string => `${deviceId} ${deviceUserId}`;
