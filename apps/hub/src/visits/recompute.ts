import { correlate, type Instant, type OperatorDecision, type TemperatureOutcome, type VisitPolicy } from '@hadir/core';
import type { PoolClient } from 'pg';
import { inTransaction } from '../store/index.js';
import type { VisitContext } from './context.js';
import { type Episode, readEpisode } from './episode.js';
import { CLOCK_SLACK_MS, readDecisions, readKnownUntil } from './facts.js';
import { keepOutcomes, keepVisits } from './keep.js';
import { rulesOf } from './rules.js';
import { rowsOf } from './sql.js';

const MINUTE_MS = 60_000;
/** So often a device that is away is looked for again, while a measurement waits for it. */
const AWAY_RETRY_MS = 10_000;
const AWAY_PENDING_RETRY_MS = 60_000;
const AWAY_PENDING_MS = 86_400_000;

export interface VisitWork {
  readonly stations: number;
  /** Rows that were written; 0 when everything was right already. */
  readonly changed: number;
}

/** A busy gate is not computed again before this many times the time it took: then at most a fifth of a processor. */
const REST_FACTOR = 4;

/** When each station may be computed next, in a worker's own time. A large rush must not keep the hub from its work. */
export type Pace = Map<string, number>;

/** Computes what is due. Any number of workers, each a station at a time. */
export async function recomputeDue(
  context: VisitContext,
  pace: Pace = new Map(),
  signal?: AbortSignal,
): Promise<VisitWork> {
  const due = await rowsOf<{ stationId: string }>(
    context.database.pool,
    `select station_id as "stationId" from visit_due where due_at <= $1 group by station_id order by min(id) limit 200`,
    [new Date(context.clock.now())],
  );
  let changed = 0;
  let stations = 0;
  for (const { stationId } of due) {
    signal?.throwIfAborted();
    const startedMs = performance.now();
    if (startedMs < (pace.get(stationId) ?? 0)) continue;
    const written = await inTransaction(context.database.pool, (client) => stationDue(context, client, stationId));
    if (written === null) continue;
    const tookMs = performance.now() - startedMs;
    pace.set(stationId, performance.now() + REST_FACTOR * tookMs);
    stations += 1;
    changed += written;
  }
  return { stations, changed };
}

/** Null: another worker has the station. */
async function stationDue(context: VisitContext, client: PoolClient, stationId: string): Promise<number | null> {
  if (!(await holdStation(client, stationId, 'skip'))) return null;
  const taken = await rowsOf<{ ms: number }>(
    client,
    `delete from visit_due where station_id = $1 and due_at <= $2
     returning (extract(epoch from at) * 1000)::int8 as ms`,
    [stationId, new Date(context.clock.now())],
  );
  const minutes = [...new Set(taken.map(({ ms }) => ms))].sort((a, b) => a - b);
  return recomputeMinutes(context, client, stationId, minutes);
}

/**
 * Takes the station for this transaction, so that two never compute it at once. One that was removed is taken too: its
 * marks must go. @returns false when somebody else has it
 */
async function holdStation(client: PoolClient, stationId: string, wait: 'skip' | 'wait'): Promise<boolean> {
  const key = `visits ${stationId}`;
  if (wait === 'wait') {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    return true;
  }
  const [row] = await rowsOf<{ held: boolean }>(
    client,
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as held',
    [key],
  );
  return row?.held === true;
}

/** Computes the visits around a moment now, inside the caller's transaction. */
export async function recomputeAt(
  context: VisitContext,
  client: PoolClient,
  stationId: string,
  atMs: number,
): Promise<void> {
  await holdStation(client, stationId, 'wait');
  await recomputeMinutes(context, client, stationId, [Math.floor(atMs / MINUTE_MS) * MINUTE_MS]);
}

async function recomputeMinutes(
  context: VisitContext,
  client: PoolClient,
  stationId: string,
  minutes: readonly number[],
): Promise<number> {
  const exists = await rowsOf(client, 'select 1 from station where id = $1', [stationId]);
  if (exists.length === 0) return 0;
  const { visits: policy } = await rulesOf(client, context.rules, stationId);
  const knownUntil = await readKnownUntil(client, stationId);
  let changed = 0;
  let doneUntilMs = Number.NEGATIVE_INFINITY;
  for (const minuteMs of minutes) {
    if (minuteMs + MINUTE_MS + CLOCK_SLACK_MS <= doneUntilMs) continue;
    const stretch = { fromMs: minuteMs - CLOCK_SLACK_MS, toMs: minuteMs + MINUTE_MS + CLOCK_SLACK_MS };
    const episode = await readEpisode(client, stationId, policy, stretch);
    doneUntilMs = episode.toMs;
    changed += await recomputeEpisode(context, client, { stationId, episode, policy, knownUntil });
  }
  return changed;
}

async function recomputeEpisode(
  { clock }: VisitContext,
  client: PoolClient,
  work: {
    readonly stationId: string;
    readonly episode: Episode;
    readonly policy: VisitPolicy;
    readonly knownUntil: Instant | null;
  },
): Promise<number> {
  const { stationId, episode, policy, knownUntil } = work;
  const now = clock.now();
  const decisions = await readDecisions(
    client,
    episode.temperatures.map(({ id }) => id),
  );
  const { visits, outcomes } = correlate({
    ...episode,
    decisions,
    policy,
    now,
    ...(knownUntil === null ? {} : { knownUntil }),
  });
  const place = { stationId, episode, at: new Date(now) };
  const visitsChanged = await keepVisits(client, place, visits);
  const outcomesChanged = await keepOutcomes(
    client,
    place,
    await withFarVisits(client, stationId, outcomes, decisions),
  );
  await lookAgain(client, stationId, episode, outcomes, policy, now);
  return visitsChanged + outcomesChanged;
}

/** An operator may have chosen a check-in of another hour; its visit is looked up where it is stored. */
async function withFarVisits(
  client: PoolClient,
  stationId: string,
  outcomes: readonly TemperatureOutcome[],
  decisions: readonly OperatorDecision[],
): Promise<readonly TemperatureOutcome[]> {
  const eventOf = new Map(decisions.map(({ readingId, eventId }) => [readingId, eventId]));
  const isFar = (one: TemperatureOutcome) => one.state === 'bound' && one.visitKey === null;
  const events = outcomes.filter(isFar).flatMap(({ readingId }) => eventOf.get(readingId) ?? []);
  if (events.length === 0) return outcomes;
  const found = await rowsOf<{ eventId: string; visitId: string }>(
    client,
    `select e.id as "eventId", v.id as "visitId" from attendance_event e
     join visit v on v.station_id = $1 and e.id = any(v.event_ids)
       and v.from_at <= e.occurred_at + interval '2 minutes' and v.to_at >= e.occurred_at - interval '2 minutes'
     where e.id = any($2::uuid[])`,
    [stationId, events],
  );
  const visitOf = new Map(found.map(({ eventId, visitId }) => [eventId, visitId]));
  return outcomes.map((one) =>
    isFar(one) ? { ...one, visitKey: visitOf.get(eventOf.get(one.readingId) ?? '') ?? null } : one,
  ) as readonly TemperatureOutcome[];
}

/** What changes by time alone is due again. */
async function lookAgain(
  client: PoolClient,
  stationId: string,
  episode: Episode,
  outcomes: readonly TemperatureOutcome[],
  policy: VisitPolicy,
  now: Instant,
): Promise<void> {
  const atOf = new Map(episode.temperatures.map((one) => [one.id, one.at as number]));
  const dueByMinute = new Map<number, number>();
  for (const outcome of outcomes) {
    const at = atOf.get(outcome.readingId) ?? now;
    const dueMs = nextLookMs(outcome, at, policy, now);
    if (dueMs === null) continue;
    const minuteMs = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    dueByMinute.set(minuteMs, Math.min(dueMs, dueByMinute.get(minuteMs) ?? Number.POSITIVE_INFINITY));
  }
  if (dueByMinute.size === 0) return;
  const wanted = [...dueByMinute];
  await client.query(
    `insert into visit_due (station_id, at, due_at)
     select $1::uuid, n.at, n.due_at from unnest($2::timestamptz[], $3::timestamptz[]) as n (at, due_at)
     where not exists (select 1 from visit_due v where v.station_id = $1 and v.at = n.at and v.due_at <= n.due_at)`,
    [stationId, wanted.map(([minuteMs]) => new Date(minuteMs)), wanted.map(([, dueMs]) => new Date(dueMs))],
  );
}

function nextLookMs(outcome: TemperatureOutcome, atMs: number, policy: VisitPolicy, now: number): number | null {
  if (outcome.state === 'waiting') {
    const settledMs = atMs + policy.beforeMs + policy.settleMs;
    return now < settledMs ? settledMs : Math.min(outcome.until, now + AWAY_RETRY_MS);
  }
  if (outcome.state !== 'pending') return null;
  if (outcome.reason === 'device-away') return now - atMs < AWAY_PENDING_MS ? now + AWAY_PENDING_RETRY_MS : null;
  return outcome.reason === 'nobody' ? Math.max(now + 1000, atMs + policy.expireMs + 1) : null;
}
