import {
  type IdentitySighting,
  type Instant,
  instant,
  type OperatorDecision,
  type TemperatureMeasurement,
  type TemperatureSighting,
} from '@hadir/core';
import { PROMPT_MS, type SeenEvent, toSighting, whoOf } from './sightings.js';
import { type Runner, rowsOf } from './sql.js';

/** What the devices of a station told of a stretch of time. */
export interface Facts {
  readonly identities: readonly IdentitySighting[];
  readonly temperatures: readonly TemperatureSighting[];
}

/**
 * A clock that is off by less than this is not corrected in `occurred_at`, so a sighting may lie so far beside it. One that
 * is off by far more has an event that is not accepted, and is looked for around its receipt.
 */
export const CLOCK_SLACK_MS = 60_000;

/** Ends included. Measurements of rooms are of nobody and left out. */
export async function readFacts(runner: Runner, stationId: string, fromMs: number, toMs: number): Promise<Facts> {
  const [events, readings] = await Promise.all([
    readEvents(runner, stationId, fromMs - CLOCK_SLACK_MS, toMs + CLOCK_SLACK_MS),
    readReadings(runner, stationId, fromMs, toMs),
  ]);
  return {
    identities: events.map(toSighting).filter(({ at }) => at >= fromMs && at <= toMs),
    temperatures: readings.map(toTemperature),
  };
}

/** Whether a punch was live stands in the journal only; a camera always tells at once. */
async function readEvents(runner: Runner, stationId: string, fromMs: number, toMs: number) {
  return rowsOf<SeenEvent>(
    runner,
    `select e.id, e.device_id as "deviceId", e.device_user_id as "deviceUserId", e.person_id as "personId",
       (extract(epoch from e.occurred_at) * 1000)::int8 as "occurredAtMs",
       (extract(epoch from e.received_at) * 1000)::int8 as "receivedAtMs",
       e.clock_offset_ms as "clockOffsetMs", e.methods, e.flags,
       coalesce((j.body::json->>'live')::boolean, j.kind = 'face', false) as live
     from attendance_event e join device d on d.id = e.device_id
     left join journal j on j.device_id = e.device_id and j.seq = e.journal_seq
     where d.station_id = $1 and (e.occurred_at between $2 and $3
       or (e.verdict <> 'accepted' and e.received_at between $2 and $3))`,
    [stationId, new Date(fromMs), new Date(toMs)],
  );
}

interface ReadingRow {
  readonly measurement: TemperatureMeasurement;
  readonly receivedAtMs: number;
  /** Of an attendance event that exists. */
  readonly eventId: string | null;
  readonly eventPersonId: string | null;
  readonly mappedPersonId: string | null;
  readonly enteredBy: string | null;
}

async function readReadings(runner: Runner, stationId: string, fromMs: number, toMs: number) {
  return rowsOf<ReadingRow>(
    runner,
    `select r.measurement, (extract(epoch from r.received_at) * 1000)::int8 as "receivedAtMs", e.id as "eventId",
       e.person_id as "eventPersonId", m.person_id as "mappedPersonId", t.entered_by as "enteredBy"
     from temperature_reading r join device d on d.id = r.device_id
     left join attendance_event e on e.id = r.event_id
     left join identity_mapping m on m.device_id = r.device_id and m.device_user_id = r.measurement->>'deviceUserId'
       and (r.measured_at at time zone d.zone)::date between m.valid_from and m.valid_to
     left join temperature_entry t on t.reading_id = r.id
     where d.station_id = $1 and r.measured_at between $2 and $3 and r.measurement->>'mode' <> 'ambient'`,
    [stationId, new Date(fromMs), new Date(toMs)],
  );
}

function toTemperature(row: ReadingRow): TemperatureSighting {
  const { id, deviceId, deviceUserId, measuredAt, startedAt, verdict, stable } = row.measurement;
  const personId = row.eventId === null ? row.mappedPersonId : row.eventPersonId;
  return {
    id,
    deviceId,
    at: instant(measuredAt),
    startedAt: instant(startedAt),
    // What somebody typed was measured before, nobody knows by how much.
    isTimeSure:
      row.enteredBy === null && verdict === 'accepted' && Math.abs(row.receivedAtMs - measuredAt) <= PROMPT_MS,
    stable,
    stated:
      deviceUserId === null
        ? null
        : { eventId: row.eventId, who: whoOf(personId, deviceId, deviceUserId), by: row.enteredBy },
  };
}

/** The last word about each. */
export async function readDecisions(runner: Runner, readingIds: readonly string[]) {
  if (readingIds.length === 0) return [];
  return rowsOf<OperatorDecision>(
    runner,
    `select distinct on (reading_id) reading_id as "readingId", who, event_id as "eventId", decided_by as by
     from temperature_decision where reading_id = any($1::uuid[]) order by reading_id, id desc`,
    [readingIds],
  );
}

/**
 * Up to when it is known whom the station's devices saw: until then all of them were read that are in service and have
 * recognised somebody before. Null: none of them is ever read, so nothing is waited for.
 */
export async function readKnownUntil(runner: Runner, stationId: string): Promise<Instant | null> {
  const [row] = await rowsOf<{ ms: number | null }>(
    runner,
    `select (extract(epoch from min(greatest(h.cursor_at, r.read_at))) * 1000)::int8 as ms
     from device d join device_read r on r.device_id = d.id left join journal_head h on h.device_id = d.id
     where d.station_id = $1 and d.enabled and d.removed_at is null
       and exists (select 1 from attendance_event e where e.device_id = d.id)`,
    [stationId],
  );
  return row?.ms == null ? null : instant(row.ms);
}
