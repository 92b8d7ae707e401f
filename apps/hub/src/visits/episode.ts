import { episodeGapMs, type VisitPolicy } from '@hadir/core';
import { CLOCK_SLACK_MS, type Facts, readFacts } from './facts.js';
import { type Runner, rowsOf } from './sql.js';

/** A stretch of time at a station that depends on nothing outside of it. */
export interface Episode extends Facts {
  readonly fromMs: number;
  readonly toMs: number;
}

const FIRST_REACH_MS = 10 * 60_000;
/** Longer than any rush; a station that is never quiet for a few minutes is cut at its longest pause. */
const LONGEST_REACH_MS = 18 * 3_600_000;

/** All that hangs together with what happened within a minute. Finds the pauses around it first, then reads what is between. */
export async function readEpisode(
  runner: Runner,
  stationId: string,
  policy: VisitPolicy,
  minute: { readonly fromMs: number; readonly toMs: number },
): Promise<Episode> {
  // Times are looked at as they are stored; the seconds that are taken off a clock later must not close a pause.
  const gapMs = episodeGapMs(policy) + 2 * CLOCK_SLACK_MS;
  let reachMs = FIRST_REACH_MS;
  for (;;) {
    const [lowMs, highMs] = [minute.fromMs - reachMs, minute.toMs + reachMs];
    const times = await readTimes(runner, stationId, lowMs, highMs);
    const begins = beginOf(times, minute.fromMs, gapMs, lowMs);
    const ends = endOf(times, minute.toMs, gapMs, highMs);
    if ((begins === null || ends === null) && reachMs < LONGEST_REACH_MS) {
      reachMs *= 3;
      continue;
    }
    const fromMs = (begins ?? longestPause(times, lowMs, minute.fromMs).toMs) - CLOCK_SLACK_MS;
    const toMs = (ends ?? longestPause(times, minute.toMs, highMs).fromMs) + CLOCK_SLACK_MS;
    return { fromMs, toMs, ...(await readFacts(runner, stationId, fromMs, toMs)) };
  }
}

/** Moments that must not be torn apart, in order; a measurement is two. */
async function readTimes(runner: Runner, stationId: string, lowMs: number, highMs: number): Promise<readonly number[]> {
  const rows = await rowsOf<{ ms: number }>(
    runner,
    `select distinct (extract(epoch from at) * 1000)::int8 as ms from (
       select e.occurred_at as at from attendance_event e join device d on d.id = e.device_id
       where d.station_id = $1 and e.occurred_at between $2 and $3
       union all
       select e.received_at from attendance_event e join device d on d.id = e.device_id
       where d.station_id = $1 and e.verdict <> 'accepted' and e.received_at between $2 and $3
       union all
       select moment from temperature_reading r join device d on d.id = r.device_id
       cross join lateral (values (r.measured_at), (to_timestamp((r.measurement->>'startedAt')::float8 / 1000))) as m (moment)
       where d.station_id = $1 and r.measured_at between $2 and $3
     ) as moments order by 1`,
    [stationId, new Date(lowMs), new Date(highMs)],
  );
  return rows.map(({ ms }) => ms);
}

/** Going back from the minute, where a pause comes; null when the known stretch ends first. */
function beginOf(times: readonly number[], minuteMs: number, gapMs: number, lowMs: number): number | null {
  let from = minuteMs;
  for (const time of [...times].reverse()) {
    if (time >= from) continue;
    if (from - time > gapMs) return from;
    from = time;
  }
  return from - lowMs > gapMs ? from : null;
}

function endOf(times: readonly number[], minuteMs: number, gapMs: number, highMs: number): number | null {
  let to = minuteMs;
  for (const time of times) {
    if (time <= to) continue;
    if (time - to > gapMs) return to;
    to = time;
  }
  return highMs - to > gapMs ? to : null;
}

function longestPause(times: readonly number[], fromMs: number, toMs: number) {
  let best = { fromMs, toMs: fromMs };
  let last = fromMs;
  for (const time of [...times.filter((one) => one >= fromMs && one <= toMs), toMs]) {
    if (time - last > best.toMs - best.fromMs) best = { fromMs: last, toMs: time };
    last = time;
  }
  return best;
}
