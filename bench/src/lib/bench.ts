/** One row of a printed table; every row of a table has the same columns. */
export type Row = Readonly<Record<string, string | number>>;

/** A ratio that the benchmark is about, and what we aim at. `aim` is null where the figure is only of interest. */
export interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly aim: string | null;
  readonly reached: boolean | null;
}

export interface BenchResult {
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly ratios: readonly Ratio[];
  readonly notes: readonly string[];
}

/**
 * A benchmark measures rivals in one run on one machine, in turns, and gives ratios of medians: absolute figures depend
 * on the machine and on what else it does.
 */
export interface Bench {
  readonly name: string;
  readonly title: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

export interface BenchOptions {
  /** Fewer records and rounds: to see that it works, not to measure. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

export function atLeast(what: string, value: number, aim: number): Ratio {
  return { what, value, aim: `≥ ${aim}`, reached: value >= aim };
}

export function atMost(what: string, value: number, aim: number): Ratio {
  return { what, value, aim: `≤ ${aim}`, reached: value <= aim };
}

export function ofInterest(what: string, value: number): Ratio {
  return { what, value, aim: null, reached: null };
}
