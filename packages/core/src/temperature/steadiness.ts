/** When a run of samples counts as one measurement. */
export interface Steadiness {
  /** Samples that are looked at, the newest ones. */
  readonly windowSamples: number;
  /** Fewer than this say nothing. */
  readonly minSamples: number;
  /** Largest minus smallest of the window, in °C. */
  readonly maxSpreadCelsius: number;
}

export const DEFAULT_STEADINESS: Steadiness = Object.freeze({
  windowSamples: 5,
  minSamples: 2,
  maxSpreadCelsius: 0.2,
});

export interface SteadyValue {
  /** Median of the window. */
  readonly celsius: number;
  readonly samples: number;
  readonly spreadCelsius: number;
  readonly stable: boolean;
}

/** Of an even number of values, the mean of the two in the middle. @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** @param samplesCelsius oldest first; null when there are none */
export function steadyValue(
  samplesCelsius: readonly number[],
  rule: Steadiness = DEFAULT_STEADINESS,
): SteadyValue | null {
  const window = samplesCelsius.slice(-rule.windowSamples);
  if (window.length === 0) return null;
  const round = (value: number): number => Math.round(value * 10_000) / 10_000;
  const spreadCelsius = round(Math.max(...window) - Math.min(...window));
  return {
    celsius: round(median(window)),
    samples: window.length,
    spreadCelsius,
    stable: window.length >= rule.minSamples && spreadCelsius <= rule.maxSpreadCelsius,
  };
}
