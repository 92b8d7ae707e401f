import {
  type BindingMethod,
  instant,
  type PendingReason,
  type TemperatureAssessment,
  type TemperatureMeasurement,
  type TemperatureOutcome,
} from '@hadir/core';
import { assess } from './assess.js';
import type { VisitContext } from './context.js';
import { visitError } from './errors.js';
import { allRules, type StationRules } from './rules.js';
import { type Runner, rowsOf } from './sql.js';

/** Whose a measurement is known, or thought, to be. */
export interface WhoRecord {
  /** `person:…` or `user:device:number`. */
  readonly who: string;
  readonly personId: string | null;
  readonly personName: string | null;
}

interface OutcomeRecord {
  readonly state: TemperatureOutcome['state'];
  readonly reason: PendingReason | null;
  readonly method: BindingMethod | null;
  readonly whose: WhoRecord | null;
  readonly visitId: string | null;
  readonly decidedBy: string | null;
  readonly candidates: readonly string[];
}

/** A measurement with what became of it and how it is judged. */
export interface MeasurementRecord {
  readonly measurement: TemperatureMeasurement;
  readonly deviceName: string;
  readonly zone: string;
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly enteredBy: string | null;
  /** Null: not computed yet, of a room, or its thermometer stands nowhere. */
  readonly outcome: OutcomeRecord | null;
  readonly assessment: TemperatureAssessment;
}

export interface MeasurementQuery {
  readonly before?: readonly [measuredAtMs: number, id: string];
  readonly id?: string;
  readonly deviceId?: string;
  readonly stationId?: string;
  readonly personId?: string;
  /** Of any of these. */
  readonly who?: readonly string[];
  readonly state?: TemperatureOutcome['state'];
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
}

interface Row extends Omit<OutcomeRecord, 'whose' | 'state'> {
  readonly measurement: TemperatureMeasurement;
  readonly deviceName: string;
  readonly zone: string;
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly enteredBy: string | null;
  readonly state: TemperatureOutcome['state'] | null;
  readonly who: string | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly room: TemperatureMeasurement | null;
}

/** A room sensor tells of the room for this long. */
const ROOM_VALID = '30 minutes';

/** The newest measurement of the room before `r` at the station of `d`. */
const ROOM = `left join lateral (
    select a.measurement from temperature_reading a join device ad on ad.id = a.device_id
    where ad.station_id = d.station_id and a.measurement->>'mode' = 'ambient'
      and a.measured_at between r.measured_at - interval '${ROOM_VALID}' and r.measured_at
    order by a.measured_at desc limit 1
  ) room on d.station_id is not null`;

/** Newest first; one row more than `limit` when there are more. */
export async function listMeasurements(
  context: Pick<VisitContext, 'database' | 'rules'>,
  query: MeasurementQuery,
): Promise<readonly MeasurementRecord[]> {
  const { pool } = context.database;
  const rows = await rowsOf<Row>(
    pool,
    `select r.measurement, d.name as "deviceName", d.zone, s.id as "stationId", s.name as "stationName",
       t.entered_by as "enteredBy", o.state, o.reason, o.method, o.who, o.person_id as "personId", p.name as "personName",
       o.visit_id as "visitId", o.decided_by as "decidedBy", coalesce(o.candidates, '{}') as candidates,
       room.measurement as room
     from temperature_reading r join device d on d.id = r.device_id
     left join station s on s.id = d.station_id
     left join temperature_outcome o on o.reading_id = r.id
     left join person p on p.id = o.person_id
     left join temperature_entry t on t.reading_id = r.id
     ${ROOM}
     where ($1::uuid is null or r.id = $1) and ($2::uuid is null or r.device_id = $2)
       and ($3::uuid is null or d.station_id = $3) and ($4::uuid is null or o.person_id = $4)
       and ($5::text is null or o.state = $5) and ($11::text[] is null or o.who = any($11))
       and ($6::timestamptz is null or r.measured_at >= $6) and ($7::timestamptz is null or r.measured_at < $7)
       and ($8::timestamptz is null or (r.measured_at, r.id) < ($8, $9::uuid))
     order by r.measured_at desc, r.id desc limit $10`,
    [
      query.id ?? null,
      query.deviceId ?? null,
      query.stationId ?? null,
      query.personId ?? null,
      query.state ?? null,
      query.from ?? null,
      query.to ?? null,
      query.before === undefined ? null : new Date(query.before[0]),
      query.before?.[1] ?? null,
      query.limit + 1,
      query.who ?? null,
    ],
  );
  const rulesAt = await allRules(pool, context.rules);
  return rows.map((row) => recordOf(row, rulesAt(row.stationId)));
}

/** @throws TEMPERATURE_NOT_FOUND */
export async function getMeasurement(
  context: Pick<VisitContext, 'database' | 'rules'>,
  id: string,
): Promise<MeasurementRecord> {
  const [found] = await listMeasurements(context, { id, limit: 1 });
  if (found === undefined) throw visitError('TEMPERATURE_NOT_FOUND', { id });
  return found;
}

function recordOf(row: Row, rules: StationRules): MeasurementRecord {
  const { deviceName, zone, stationId, stationName, enteredBy, state } = row;
  const measurement = { ...row.measurement, measuredAt: instant(row.measurement.measuredAt) };
  return {
    measurement,
    deviceName,
    zone,
    stationId,
    stationName,
    enteredBy,
    outcome: state === null ? null : { ...outcomeOf(row), state },
    assessment: assess(measurement, zone, rules, row.room?.rawCelsius ?? null),
  };
}

function outcomeOf({ reason, method, who, personId, personName, visitId, decidedBy, candidates }: Row) {
  const whose = who === null ? null : { who, personId, personName };
  return { reason, method, whose, visitId, decidedBy, candidates };
}

/** What the readers of candidates need of the visits. */
export interface CandidateRecord extends WhoRecord {
  readonly visitId: string;
  readonly from: Date;
  readonly to: Date;
  readonly kinds: readonly string[];
}

export async function readCandidates(
  runner: Runner,
  visitIds: readonly string[],
): Promise<ReadonlyMap<string, CandidateRecord>> {
  if (visitIds.length === 0) return new Map();
  const rows = await rowsOf<CandidateRecord>(
    runner,
    `select v.id as "visitId", v.who, v.person_id as "personId", p.name as "personName", v.from_at as from,
       v.to_at as to, v.kinds
     from visit v left join person p on p.id = v.person_id where v.id = any($1::uuid[])`,
    [[...new Set(visitIds)]],
  );
  return new Map(rows.map((row) => [row.visitId, row]));
}
