import type { EmbedderSpec } from '../models/spec.js';
import { type PairScores, scoreOf } from './pair-scores.js';

type OneToMany = EmbedderSpec['output']['thresholds']['oneToMany'];

/** With fewer of these, what was measured is chance. */
const MIN_PEOPLE = 10;
const MIN_GENUINE_PAIRS = 20;
const MIN_IMPOSTOR_PAIRS = 500;
/** One stranger in a thousand may come out as somebody of the gallery (NIST SP 800-63A's rule for such searches). */
const FALSE_POSITIVES = 0.001;
/** Above the most alike pair of different people that was seen. */
const CLEARANCE = 0.03;
const HIGHEST = 0.75;
const BELOW_ACCEPT = 0.02;

/**
 * Thresholds for this staff. `accept` is the highest of: what the model's own table says for so many people; a little
 * above the most alike pair of two people here; where the tail of all pairs of two people, taken as normal, leaves one
 * false match in a thousand searches of the gallery. Staff of one region are more alike than the model's test pictures.
 */
export function proposeThresholds(
  table: OneToMany,
  people: number,
  { genuine, impostor }: PairScores,
): { accept: number; review: number; margin: number } | null {
  const [largest] = table?.steps.slice(-1) ?? [];
  if (table === null || largest === undefined || people < MIN_PEOPLE) return null;
  const others = moments(impostor);
  if (moments(genuine).count < MIN_GENUINE_PAIRS || others.count < MIN_IMPOSTOR_PAIRS) return null;
  const { accept: fromTable } = table.steps.find((step) => people <= step.people) ?? largest;
  const tail = others.mean + normalQuantile(FALSE_POSITIVES / people) * others.deviation;
  const accept = Math.min(HIGHEST, up(Math.max(fromTable, others.highest + CLEARANCE, tail)));
  // One false look in ten searches is work that an officer can do.
  const often = others.mean + normalQuantile(0.1 / people) * others.deviation;
  const review = Math.min(up(Math.max(table.review, often)), round(accept - BELOW_ACCEPT));
  return { accept, review, margin: table.margin };
}

const up = (value: number): number => Math.ceil(value * 100 - 1e-9) / 100;
const round = (value: number): number => Math.round(value * 100) / 100;

function moments(bins: Uint32Array): { count: number; mean: number; deviation: number; highest: number } {
  let count = 0;
  let total = 0;
  let squares = 0;
  let highest = -1;
  bins.forEach((pairs, bin) => {
    if (pairs === 0) return;
    const score = scoreOf(bin) + 0.0005;
    count += pairs;
    total += pairs * score;
    squares += pairs * score * score;
    highest = score;
  });
  const mean = count > 0 ? total / count : 0;
  return { count, mean, deviation: count > 0 ? Math.sqrt(Math.max(0, squares / count - mean * mean)) : 0, highest };
}

/** How many deviations above the mean a share of `tail` lies (Abramowitz and Stegun 26.2.23, error below 4.5e-4). */
export function normalQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return (
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}
