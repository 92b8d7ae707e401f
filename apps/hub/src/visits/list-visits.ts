import { assessSeries, type BindingMethod, instant, type TemperatureAssessment } from '@hadir/core';
import { dayOf } from './assess.js';
import type { VisitContext } from './context.js';
import { visitError } from './errors.js';
import { listMeasurements, type MeasurementRecord, type WhoRecord } from './measurements.js';
import { allRules } from './rules.js';
import { rowsOf } from './sql.js';

/** An attendance event of a visit. */
export interface VisitEventRecord {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly deviceUserId: string;
  readonly occurredAt: string;
  readonly methods: readonly string[];
  readonly verdict: string;
}

/** What was measured in a visit. Health data. */
export interface VisitTemperature {
  /** The one to show: the last stable one, else the last. */
  readonly reading: MeasurementRecord;
  readonly method: BindingMethod;
  readonly readingIds: readonly string[];
  /** What all measurements of this person on this day, up to this one, come to. */
  readonly advice: TemperatureAssessment['advice'];
}

export interface VisitRecord extends WhoRecord {
  readonly id: string;
  readonly stationId: string;
  readonly stationName: string;
  readonly from: Date;
  readonly to: Date;
  readonly kinds: readonly string[];
  readonly events: readonly VisitEventRecord[];
  /** Null: none, or the caller may not know. */
  readonly temperature: VisitTemperature | null;
}

export interface VisitQuery {
  readonly before?: readonly [fromMs: number, id: string];
  readonly id?: string;
  readonly stationId?: string;
  readonly personId?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
  /** False: as if nothing had been measured. */
  readonly withHealth: boolean;
}

type Row = Omit<VisitRecord, 'temperature'> & { readonly zone: string };

/** Newest first; one row more than `limit` when there are more. */
export async function listVisits(context: VisitContext, query: VisitQuery): Promise<readonly VisitRecord[]> {
  const rows = await rowsOf<Row>(
    context.database.pool,
    `select v.id, v.station_id as "stationId", s.name as "stationName", s.zone, v.who, v.person_id as "personId",
       p.name as "personName", v.from_at as from, v.to_at as to, v.kinds, seen.events
     from visit v join station s on s.id = v.station_id left join person p on p.id = v.person_id
     cross join lateral (
       select coalesce(json_agg(json_build_object('id', e.id, 'deviceId', e.device_id, 'deviceName', d.name,
         'deviceUserId', e.device_user_id, 'occurredAt', e.occurred_at, 'methods', e.methods, 'verdict', e.verdict)
         order by u.place), '[]') as events
       from unnest(v.event_ids) with ordinality as u (id, place)
       join attendance_event e on e.id = u.id join device d on d.id = e.device_id
     ) seen
     where ($1::uuid is null or v.id = $1) and ($2::uuid is null or v.station_id = $2)
       and ($3::uuid is null or v.person_id = $3)
       and ($4::timestamptz is null or v.from_at >= $4) and ($5::timestamptz is null or v.from_at < $5)
       and ($6::timestamptz is null or (v.from_at, v.id) < ($6, $7::uuid))
     order by v.from_at desc, v.id desc limit $8`,
    [
      query.id ?? null,
      query.stationId ?? null,
      query.personId ?? null,
      query.from ?? null,
      query.to ?? null,
      query.before === undefined ? null : new Date(query.before[0]),
      query.before?.[1] ?? null,
      query.limit + 1,
    ],
  );
  const measured = query.withHealth ? await measuredIn(context, rows) : new Map<string, VisitTemperature>();
  return rows.map(({ zone: _, ...row }) => ({ ...row, temperature: measured.get(row.id) ?? null }));
}

/** @throws VISIT_NOT_FOUND */
export async function getVisit(context: VisitContext, id: string, withHealth: boolean): Promise<VisitRecord> {
  const [found] = await listVisits(context, { id, limit: 1, withHealth });
  if (found === undefined) throw visitError('VISIT_NOT_FOUND', { id });
  return found;
}

const MAX_SERIES = 5000;
const DAY_MS = 86_400_000;

/** Measurements of the visits' people on the visits' days, from one query. */
async function measuredIn(
  context: VisitContext,
  visits: readonly Row[],
): Promise<ReadonlyMap<string, VisitTemperature>> {
  const people = [...new Set(visits.map(({ who }) => who))];
  if (people.length === 0) return new Map();
  const fromMs = Math.min(...visits.map(({ from }) => from.getTime())) - DAY_MS;
  const toMs = Math.max(...visits.map(({ to }) => to.getTime())) + DAY_MS;
  const found = await listMeasurements(context, {
    who: people,
    state: 'bound',
    from: new Date(fromMs),
    to: new Date(toMs),
    limit: MAX_SERIES,
  });
  const series = [...found].reverse();
  const rulesAt = await allRules(context.database.pool, context.rules);
  return new Map(
    visits.flatMap((visit) => {
      const own = series.filter(({ outcome }) => outcome?.visitId === visit.id);
      const reading = own.filter(({ measurement }) => measurement.stable).at(-1) ?? own.at(-1);
      const method = reading?.outcome?.method ?? null;
      if (reading === undefined || method === null) return [];
      const day = dayOf(reading.measurement, visit.zone);
      const upToNow = series.filter(
        ({ outcome, measurement }) =>
          outcome?.whose?.who === visit.who &&
          measurement.measuredAt <= reading.measurement.measuredAt &&
          dayOf(measurement, visit.zone) === day,
      );
      const advice = assessSeries(
        upToNow.map(({ measurement, assessment }) => ({
          measuredAt: instant(measurement.measuredAt),
          assessment,
        })),
        rulesAt(visit.stationId).temperature,
      );
      const readingIds = own.map(({ measurement }) => measurement.id);
      return [[visit.id, { reading, method, readingIds, advice }] as const];
    }),
  );
}
