import { episodeGapMs, type VisitPolicy } from '@hadir/core';
import { type Facts, readFacts } from './facts.js';
import type { Runner } from './sql.js';

/** A stretch of time at a station that depends on nothing outside of it. */
export interface Episode extends Facts {
  readonly fromMs: number;
  readonly toMs: number;
}

const FIRST_REACH_MS = 10 * 60_000;
/** Longer than any rush; a station that is never quiet for a few minutes is cut at its longest pause. */
const LONGEST_REACH_MS = 18 * 3_600_000;

/** All that hangs together with what happened within a minute. */
export async function readEpisode(
  runner: Runner,
  stationId: string,
  policy: VisitPolicy,
  minute: { readonly fromMs: number; readonly toMs: number },
): Promise<Episode> {
  const gapMs = episodeGapMs(policy);
  let before = FIRST_REACH_MS;
  let after = FIRST_REACH_MS;
  for (;;) {
    const [lowMs, highMs] = [minute.fromMs - before, minute.toMs + after];
    const facts = await readFacts(runner, stationId, lowMs, highMs);
    const times = timesOf(facts);
    const begins = beginOf(times, minute.fromMs, gapMs, lowMs);
    const ends = endOf(times, minute.toMs, gapMs, highMs);
    const more = { before: begins === null, after: ends === null };
    const isLongest = before >= LONGEST_REACH_MS || after >= LONGEST_REACH_MS;
    if ((more.before || more.after) && !isLongest) {
      if (more.before) before *= 3;
      if (more.after) after *= 3;
      continue;
    }
    const fromMs = begins ?? longestPause(times, lowMs, minute.fromMs).toMs;
    const toMs = ends ?? longestPause(times, minute.toMs, highMs).fromMs;
    return cut(facts, fromMs, toMs);
  }
}

/** Moments that must not be torn apart; a measurement is two. */
function timesOf({ identities, temperatures }: Facts): readonly number[] {
  const all = [...identities.map(({ at }) => at), ...temperatures.flatMap(({ at, startedAt }) => [startedAt, at])];
  return all.sort((a, b) => a - b);
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

function cut({ identities, temperatures }: Facts, fromMs: number, toMs: number): Episode {
  const within = ({ at }: { readonly at: number }): boolean => at >= fromMs && at <= toMs;
  return { fromMs, toMs, identities: identities.filter(within), temperatures: temperatures.filter(within) };
}
