/** What a read of a device's log means for the day results that depend on it. */
export interface PullVerdict {
  /** `ALARM`: an operator must look; `CONTINUE`: nothing odd. */
  readonly action: 'ALARM' | 'CONTINUE';
  /** `MENUNGGU` holds the days of the device's people open; null leaves them alone. */
  readonly dayState: 'MENUNGGU' | null;
}

/**
 * Judges how many rows a device gave. A log only grows until it is cleared, so fewer rows than before mean a cleared log,
 * a wrong key (some terminals then answer with nothing), or a read cut short; none of them says that nobody came.
 */
export function checkPull(rowsNow: number, rowsBefore: number, complete = true): PullVerdict {
  const isOdd = !complete || rowsNow < rowsBefore;
  return isOdd ? { action: 'ALARM', dayState: 'MENUNGGU' } : { action: 'CONTINUE', dayState: null };
}
