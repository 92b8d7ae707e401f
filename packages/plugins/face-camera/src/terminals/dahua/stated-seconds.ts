/**
 * What a terminal means by its seconds. Old firmware counts them by its wall clock and calls that UTC, so that a scan at
 * 07:00 in Jakarta reads 14:00.
 */
export type SecondsMeaning = 'utc' | 'local';

/** Live events are told within this of their moment; zones are further apart. */
const NEAR_SECONDS = 15 * 60;

/**
 * What one statement proves. @param nowSeconds true UTC by the terminal's clock
 * @param offsetSeconds of its wall clock from UTC
 * @returns null when it proves nothing: an old record may be either
 */
export function meaningOf(
  statedSeconds: number,
  isLive: boolean,
  nowSeconds: number,
  offsetSeconds: number,
): SecondsMeaning | null {
  if (Math.abs(offsetSeconds) <= 2 * NEAR_SECONDS) return 'utc';
  const ahead = statedSeconds - nowSeconds;
  if (Math.abs(ahead - offsetSeconds) <= NEAR_SECONDS && isLive) return 'local';
  if (Math.abs(ahead) <= NEAR_SECONDS && isLive) return 'utc';
  // Nothing can be recorded after now, unless the seconds run by a wall clock east of Greenwich.
  return ahead > NEAR_SECONDS && ahead <= offsetSeconds + NEAR_SECONDS ? 'local' : null;
}

export function toUtcSeconds(statedSeconds: number, meaning: SecondsMeaning, offsetSeconds: number): number {
  return meaning === 'utc' ? statedSeconds : statedSeconds - offsetSeconds;
}
