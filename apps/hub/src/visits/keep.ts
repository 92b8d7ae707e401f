import type { TemperatureOutcome, Visit } from '@hadir/core';
import type { Episode } from './episode.js';
import { type Runner, rowsOf } from './sql.js';

interface StationEpisode {
  readonly stationId: string;
  readonly episode: Episode;
  readonly at: Date;
}

/** The person behind a `who`; null for a number that belongs to nobody. */
export function personOf(who: string): string | null {
  return who.startsWith('person:') ? who.slice('person:'.length) : null;
}

/** Makes the stored visits of an episode those that were computed; rows that are right already are not touched. */
export async function keepVisits(
  runner: Runner,
  { stationId, episode, at }: StationEpisode,
  visits: readonly Visit[],
): Promise<number> {
  const gone = await rowsOf(
    runner,
    `delete from visit where station_id = $1 and from_at between $2 and $3 and id <> all($4::uuid[]) returning 1`,
    [stationId, new Date(episode.fromMs), new Date(episode.toMs), visits.map(({ key }) => key)],
  );
  const written = await rowsOf(
    runner,
    `insert into visit (id, station_id, who, person_id, from_at, to_at, event_ids, kinds, updated_at)
     select n.id, $1, n.who, n.person_id, n.from_at, n.to_at, string_to_array(n.events, ',')::uuid[],
       string_to_array(n.kinds, ','), $2
     from unnest($3::uuid[], $4::text[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[])
       as n (id, who, person_id, from_at, to_at, events, kinds)
     on conflict (id) do update set station_id = excluded.station_id, who = excluded.who, person_id = excluded.person_id,
       from_at = excluded.from_at, to_at = excluded.to_at, event_ids = excluded.event_ids, kinds = excluded.kinds,
       updated_at = excluded.updated_at
     where (visit.station_id, visit.who, visit.from_at, visit.to_at, visit.event_ids, visit.kinds)
       is distinct from (excluded.station_id, excluded.who, excluded.from_at, excluded.to_at, excluded.event_ids,
         excluded.kinds)
     returning 1`,
    [
      stationId,
      at,
      visits.map(({ key }) => key),
      visits.map(({ who }) => who),
      visits.map(({ who }) => personOf(who)),
      visits.map(({ from }) => new Date(from)),
      visits.map(({ to }) => new Date(to)),
      visits.map(({ sightings }) => sightings.join(',')),
      visits.map(({ kinds }) => kinds.join(',')),
    ],
  );
  return gone.length + written.length;
}

/** The same for what became of the measurements. */
export async function keepOutcomes(
  runner: Runner,
  { stationId, episode, at }: StationEpisode,
  outcomes: readonly TemperatureOutcome[],
): Promise<number> {
  const measuredAt = new Map(episode.temperatures.map((one) => [one.id, new Date(one.at)]));
  const gone = await rowsOf(
    runner,
    `delete from temperature_outcome
     where station_id = $1 and measured_at between $2 and $3 and reading_id <> all($4::uuid[]) returning 1`,
    [stationId, new Date(episode.fromMs), new Date(episode.toMs), outcomes.map(({ readingId }) => readingId)],
  );
  const rows = outcomes.map(rowOf);
  const written = await rowsOf(
    runner,
    `insert into temperature_outcome (reading_id, station_id, measured_at, state, reason, method, who, person_id, visit_id,
       candidates, decided_by, updated_at)
     select n.reading_id, $1, n.measured_at, n.state, n.reason, n.method, n.who, n.person_id, n.visit_id,
       string_to_array(n.candidates, ',')::uuid[], n.decided_by, $2
     from unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[],
       $11::text[], $12::text[])
       as n (reading_id, measured_at, state, reason, method, who, person_id, visit_id, candidates, decided_by)
     on conflict (reading_id) do update set station_id = excluded.station_id, measured_at = excluded.measured_at,
       state = excluded.state, reason = excluded.reason, method = excluded.method, who = excluded.who,
       person_id = excluded.person_id, visit_id = excluded.visit_id, candidates = excluded.candidates,
       decided_by = excluded.decided_by, updated_at = excluded.updated_at
     where (temperature_outcome.station_id, temperature_outcome.state, temperature_outcome.reason,
         temperature_outcome.method, temperature_outcome.who, temperature_outcome.visit_id,
         temperature_outcome.candidates, temperature_outcome.decided_by)
       is distinct from (excluded.station_id, excluded.state, excluded.reason, excluded.method, excluded.who,
         excluded.visit_id, excluded.candidates, excluded.decided_by)
     returning 1`,
    [
      stationId,
      at,
      rows.map((row) => row.readingId),
      rows.map((row) => measuredAt.get(row.readingId) ?? at),
      rows.map((row) => row.state),
      rows.map((row) => row.reason),
      rows.map((row) => row.method),
      rows.map((row) => row.who),
      rows.map((row) => row.personId),
      rows.map((row) => row.visitId),
      rows.map((row) => row.candidates.join(',')),
      rows.map((row) => row.decidedBy),
    ],
  );
  return gone.length + written.length;
}

function rowOf(outcome: TemperatureOutcome) {
  const isBound = outcome.state === 'bound';
  return {
    readingId: outcome.readingId,
    candidates: outcome.candidates,
    state: outcome.state,
    reason: outcome.state === 'pending' ? outcome.reason : null,
    method: isBound ? outcome.method : null,
    who: isBound ? outcome.who : null,
    personId: isBound ? personOf(outcome.who) : null,
    visitId: isBound ? outcome.visitKey : null,
    decidedBy: isBound || outcome.state === 'dismissed' ? outcome.decidedBy : null,
  };
}
