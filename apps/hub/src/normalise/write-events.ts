import type { PoolClient } from 'pg';
import {
  ADVISORY_LOCKS,
  int8Array,
  nullableFloat8Array,
  nullableUuidArray,
  textArray,
  timestampArray,
  uuidArray,
} from '../store/index.js';
import { personsOf } from './mapping.js';
import type { PlacedEvent } from './meaning.js';

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
 * The caller holds the feed lock, so nobody else inserts meanwhile; looking first is then as safe as `on conflict` and
 * does without its double work for each row.
 */
export async function insertEvents(client: PoolClient, placed: readonly PlacedEvent[]): Promise<number> {
  if (placed.length === 0) return 0;
  const persons = await personsOf(client, placed);
  const events = placed.map(({ event }) => event);
  const { rowCount } = await client.query({
    name: 'normalise-insert',
    text: `insert into attendance_event (position, id, device_id, device_user_id, person_id, occurred_at, wall, zone,
        received_at, clock_offset_ms, methods, direction, assurance, verdict, flags, work_code, transport, journal_seq)
      select nextval('feed_position'), e.id, e.device_id, e.device_user_id, e.person_id, e.occurred_at, e.wall, e.zone,
        e.received_at, e.clock_offset_ms, string_to_array(e.methods, ','), e.direction, e.assurance, e.verdict,
        string_to_array(e.flags, ','), e.work_code, e.transport, e.journal_seq
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[],
        $8::timestamptz[], $9::float8[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
        $16::text[], $17::int8[]) as e (id, device_id, device_user_id, person_id, occurred_at, wall, zone, received_at,
        clock_offset_ms, methods, direction, assurance, verdict, flags, work_code, transport, journal_seq)
      where not exists (select 1 from attendance_event known where known.id = e.id offset 0)`,
    values: [
      uuidArray(events.map((event) => event.id)),
      uuidArray(events.map((event) => event.deviceId)),
      textArray(events.map((event) => event.deviceUserId)),
      nullableUuidArray(persons),
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
    ],
  });
  return rowCount ?? 0;
}
