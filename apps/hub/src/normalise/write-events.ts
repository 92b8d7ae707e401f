import type { PoolClient } from 'pg';
import { FEED_CHANNEL } from '../feed/index.js';
import {
  ADVISORY_LOCKS,
  int8Array,
  nullableFloat8Array,
  textArray,
  timestampArray,
  uuidArray,
} from '../store/index.js';
import type { PlacedEvent } from './meaning.js';
import { PERSON_OF_EVENT } from './person.js';

/**
 * From here to the commit, places in the change feed are this transaction's alone: nobody can see place 8 before 7 is
 * there. Taken as late as possible, because it is what workers wait for on each other.
 */
export async function lockFeed(client: PoolClient): Promise<void> {
  await client.query({
    name: 'feed-lock',
    text: 'select pg_advisory_xact_lock($1, $2)',
    values: [...ADVISORY_LOCKS.feed],
  });
}

/**
 * Inserts what is new. An event that is there already, by another transport or an earlier try, stays as it is.
 * Under the feed lock nobody else inserts meanwhile, and looking first is as safe as `on conflict` without
 * its double work for each row; and a mapping that is committed later is followed by a `reattribute` that sees these
 * events, because it takes the lock too. The feed's readers are woken by the commit.
 */
export async function insertEvents(client: PoolClient, placed: readonly PlacedEvent[]): Promise<number> {
  if (placed.length === 0) return 0;
  const [, added] = await Promise.all([lockFeed(client), insert(client, placed)]);
  return added;
}

async function insert(client: PoolClient, placed: readonly PlacedEvent[]): Promise<number> {
  const events = placed.map(({ event }) => event);
  const { rows } = await client.query<{ added: number }>({
    name: 'normalise-insert',
    text: `with added as (insert into attendance_event (position, id, device_id, device_user_id, person_id, occurred_at, wall, zone,
        received_at, clock_offset_ms, methods, direction, assurance, verdict, flags, work_code, transport, journal_seq)
      select nextval('feed_position'), e.id, e.device_id, e.device_user_id, ${PERSON_OF_EVENT}, e.occurred_at, e.wall,
        e.zone, e.received_at, e.clock_offset_ms, string_to_array(e.methods, ','), e.direction, e.assurance, e.verdict,
        string_to_array(e.flags, ','), e.work_code, e.transport, e.journal_seq
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::timestamptz[],
        $8::float8[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
        $16::int8[]) as e (id, device_id, device_user_id, occurred_at, wall, zone, received_at, clock_offset_ms,
        methods, direction, assurance, verdict, flags, work_code, transport, journal_seq)
      where not exists (select 1 from attendance_event known where known.id = e.id offset 0)
      returning 1)
      select count(*) as added, case when count(*) > 0 then pg_notify($17, '') end from added`,
    values: [
      uuidArray(events.map((event) => event.id)),
      uuidArray(events.map((event) => event.deviceId)),
      textArray(events.map((event) => event.deviceUserId)),
      timestampArray(events.map((event) => event.occurredAt)),
      textArray(events.map((event) => event.wall)),
      textArray(events.map((event) => event.zone)),
      timestampArray(events.map((event) => event.receivedAt)),
      nullableFloat8Array(events.map((event) => event.clockOffsetMs)),
      textArray(events.map((event) => event.methods.join(','))),
      textArray(events.map((event) => event.direction)),
      textArray(events.map((event) => event.assurance)),
      textArray(events.map((event) => event.verdict)),
      textArray(events.map((event) => event.flags.join(','))),
      textArray(events.map((event) => event.workCode)),
      textArray(events.map((event) => event.transport)),
      int8Array(placed.map((one) => one.journalSeq)),
      FEED_CHANNEL,
    ],
  });
  return rows[0]?.added ?? 0;
}
