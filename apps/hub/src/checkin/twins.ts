/**
 * How alike the strengths of two honest phones come out by chance. The harshest case is taken: both stand still at one
 * place with the same mean, and each frame strays by 2 dB for each of them (fast fading; with people about it is more).
 */
const FADING_DB = 2;
/** Of so many pairs of honest phones one may look like twins. A rush of 600 people in five minutes makes 180,000. */
const ONE_PAIR_IN = 1_000_000;
const MIN_LENGTH = 5;
const MAX_LENGTH = 200;
/** Differences beyond this hardly happen. */
const MAX_DIFFERENCE = 24;

/** Largest sum of differences, by number of frames, that honest phones stay above; −1 where even equality is chance. */
const LIMITS = limits();

/** Whether two phones sent what is one recording: strengths agree frame by frame better than chance allows. */
export function isSameWalk(a: readonly number[], b: readonly number[]): boolean {
  const length = Math.min(a.length, b.length, MAX_LENGTH);
  const limit = LIMITS[length] ?? -1;
  if (limit < 0 || Math.abs(a.length - b.length) > 2) return false;
  let sum = 0;
  // Nearly all pairs differ soon, and there are many pairs in a rush.
  for (let i = 0; i < length; i++) {
    sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    if (sum > limit) return false;
  }
  return isVaried(a);
}

/** Equal to the last frame. For short walks that may be chance between two phones, but not among three. */
export function isEqualWalk(a: readonly number[], b: readonly number[]): boolean {
  return a.length >= MIN_LENGTH && a.length === b.length && a.every((dbm, i) => dbm === b[i]) && isVaried(a);
}

/** A steady walk proves nothing: some phones round. */
const isVaried = (walk: readonly number[]): boolean => new Set(walk).size >= 3;

function limits(): readonly number[] {
  const one = differences();
  const found = [-1];
  let sums = [1];
  for (let length = 1; length <= MAX_LENGTH; length++) {
    const next = new Array<number>(Math.min(sums.length + one.length - 1, 2 * MAX_LENGTH)).fill(0);
    for (const [sum, p] of sums.entries()) {
      for (const [difference, q] of one.entries()) {
        const total = sum + difference;
        if (total < next.length) next[total] = (next[total] ?? 0) + p * q;
      }
    }
    sums = next;
    let chance = 0;
    const above = sums.findIndex((p) => {
      chance += p;
      return chance > 1 / ONE_PAIR_IN;
    });
    found.push(above - 1);
  }
  return found;
}

/** Chances of |a − b| = 0, 1, 2 … dB. */
function differences(): readonly number[] {
  const density = (dbm: number): number => Math.exp(-(dbm ** 2) / (4 * FADING_DB ** 2));
  const weights = Array.from({ length: MAX_DIFFERENCE + 1 }, (_, d) => (d === 0 ? 1 : 2) * density(d));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}
