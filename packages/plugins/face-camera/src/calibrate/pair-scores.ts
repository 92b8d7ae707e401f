/** Cosines from −1 to 1 in steps of a thousandth: as fine as any threshold. */
export const BINS = 2001;

/** How many pairs have which score, by bin. */
export interface PairScores {
  readonly genuine: Uint32Array;
  readonly impostor: Uint32Array;
}

export function binOf(score: number): number {
  return Math.max(0, Math.min(BINS - 1, Math.floor((score + 1) * 1000 + 1e-6)));
}

export function scoreOf(bin: number): number {
  return bin / 1000 - 1;
}

export function sum(bins: Uint32Array, from: number, to: number): number {
  let total = 0;
  for (let bin = from; bin < to; bin++) total += bins[bin] ?? 0;
  return total;
}
