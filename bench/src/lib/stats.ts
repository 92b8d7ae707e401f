/** The value below which `fraction` of the values lie (nearest rank). @throws RangeError when there are none */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))];
  if (value === undefined) throw new RangeError('no values were measured');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const mib = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;
