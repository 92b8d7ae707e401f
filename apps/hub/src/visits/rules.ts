import {
  checkTemperaturePolicy,
  checkVisitPolicy,
  DEFAULT_TEMPERATURE_POLICY,
  DEFAULT_VISIT_POLICY,
  type TemperaturePolicy,
  type VisitPolicy,
} from '@hadir/core';
import type { TemperatureSettings, VisitSettings } from '../config/index.js';
import { inTransaction } from '../store/index.js';
import type { VisitContext } from './context.js';
import { visitError } from './errors.js';
import { markChecked, markRange } from './marks.js';
import { type Runner, rowsOf } from './sql.js';

/** What holds at a station. */
export interface StationRules {
  readonly visits: VisitPolicy;
  readonly temperature: TemperaturePolicy;
}

/** Where a station differs from the hub's settings. */
export interface OwnRules {
  readonly visits: VisitSettings;
  readonly temperature: TemperatureSettings;
}

const NOTHING_OWN: OwnRules = { visits: {}, temperature: {} };

/** @throws VISIT_POLICY_INVALID, TEMPERATURE_POLICY_INVALID */
export function mergeRules(hub: OwnRules, own: OwnRules = NOTHING_OWN): StationRules {
  return {
    visits: checkVisitPolicy(visitPolicy({ ...hub.visits, ...own.visits })),
    temperature: checkTemperaturePolicy(temperaturePolicy({ ...hub.temperature, ...own.temperature })),
  };
}

export async function rulesOf(runner: Runner, hub: OwnRules, stationId: string): Promise<StationRules> {
  return mergeRules(hub, await ownRules(runner, stationId));
}

/** Of every station that has its own; the others have the hub's. */
export async function allRules(runner: Runner, hub: OwnRules): Promise<(stationId: string | null) => StationRules> {
  const rows = await rowsOf<OwnRules & { id: string }>(
    runner,
    'select station_id as id, visits, temperature from station_rule',
    [],
  );
  const common = mergeRules(hub);
  const known = new Map(rows.map((row) => [row.id, mergeRules(hub, row)]));
  return (stationId) => known.get(stationId ?? '') ?? common;
}

async function ownRules(runner: Runner, stationId: string): Promise<OwnRules> {
  const [row] = await rowsOf<OwnRules>(runner, 'select visits, temperature from station_rule where station_id = $1', [
    stationId,
  ]);
  return row ?? NOTHING_OWN;
}

/** @throws STATION_NOT_FOUND */
export async function getStationRules(context: VisitContext, stationId: string): Promise<OwnRules & StationRulesView> {
  await assertStation(context.database.pool, stationId);
  const own = await ownRules(context.database.pool, stationId);
  return { ...own, effective: mergeRules(context.rules, own) };
}

interface StationRulesView {
  readonly effective: StationRules;
}

/**
 * Replaces where the station differs. Its visits of the days whose temperatures are still kept are computed anew;
 * decisions stay. @throws STATION_NOT_FOUND, VISIT_POLICY_INVALID, TEMPERATURE_POLICY_INVALID
 */
export async function setStationRules(
  context: VisitContext,
  stationId: string,
  own: OwnRules,
  actor: string,
): Promise<OwnRules & StationRulesView> {
  const effective = mergeRules(context.rules, own);
  await inTransaction(context.database.pool, async (client) => {
    await assertStation(client, stationId);
    await client.query(
      `insert into station_rule (station_id, visits, temperature, updated_at, updated_by) values ($1, $2, $3, $4, $5)
       on conflict (station_id) do update set visits = excluded.visits, temperature = excluded.temperature,
         updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [stationId, JSON.stringify(own.visits), JSON.stringify(own.temperature), new Date(context.clock.now()), actor],
    );
    await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
      actor,
      'station.rules',
      stationId,
      JSON.stringify(own),
    ]);
    await markRange(client, stationId, '-infinity', 'infinity');
  });
  return { ...own, effective };
}

const MAX_RANGE_DAYS = 31;

/**
 * Marks all visits of a stretch of time to be computed anew. Decisions stay.
 * @returns how many minutes were marked @throws STATION_NOT_FOUND, VISIT_RANGE
 */
export async function recomputeRange(
  context: VisitContext,
  stationId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  actor: string,
): Promise<number> {
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  if (!(days > 0 && days <= MAX_RANGE_DAYS)) throw visitError('VISIT_RANGE', { days: MAX_RANGE_DAYS });
  return inTransaction(context.database.pool, async (client) => {
    await assertStation(client, stationId);
    const minutes = await markChecked(client, stationId, from, to);
    await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
      actor,
      'visits.recompute',
      stationId,
      JSON.stringify({ from, to }),
    ]);
    return minutes;
  });
}

async function assertStation(runner: Runner, stationId: string): Promise<void> {
  const found = await rowsOf(runner, 'select 1 from station where id = $1', [stationId]);
  if (found.length === 0) throw visitError('STATION_NOT_FOUND', { id: stationId });
}

const inMs = (seconds: number | undefined, otherwise: number): number =>
  seconds === undefined ? otherwise : seconds * 1000;

function visitPolicy(settings: VisitSettings): VisitPolicy {
  const other = DEFAULT_VISIT_POLICY;
  return {
    rule: settings.rule ?? other.rule,
    beforeMs: inMs(settings.beforeSeconds, other.beforeMs),
    afterMs: inMs(settings.afterSeconds, other.afterMs),
    sessionMs: inMs(settings.sessionSeconds, other.sessionMs),
    joinMs: inMs(settings.joinSeconds, other.joinMs),
    settleMs: inMs(settings.settleSeconds, other.settleMs),
    unsureMs: inMs(settings.unsureSeconds, other.unsureMs),
    expireMs: inMs(settings.expireSeconds, other.expireMs),
  };
}

function temperaturePolicy(settings: TemperatureSettings): TemperaturePolicy {
  const other = DEFAULT_TEMPERATURE_POLICY;
  const range = (
    own: { readonly low: number; readonly high: number } | undefined,
    common: readonly [number, number],
  ) => (own === undefined ? common : ([own.low, own.high] as const));
  return {
    bodyThreshold: settings.bodyThreshold ?? other.bodyThreshold,
    surfaceThreshold: settings.surfaceThreshold ?? other.surfaceThreshold,
    repeatAfterMs: inMs(settings.repeatAfterSeconds, other.repeatAfterMs),
    plausibleBodyCelsius: range(settings.plausibleBodyCelsius, other.plausibleBodyCelsius),
    plausibleSurfaceCelsius: range(settings.plausibleSurfaceCelsius, other.plausibleSurfaceCelsius),
    ambientRatedCelsius: range(settings.ambientRatedCelsius, other.ambientRatedCelsius),
    ambientUsualCelsius: range(settings.ambientUsualCelsius, other.ambientUsualCelsius),
    maxOffsetCelsius: settings.maxOffsetCelsius ?? other.maxOffsetCelsius,
  };
}
