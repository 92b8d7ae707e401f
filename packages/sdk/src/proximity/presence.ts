/** One frame of one beacon as a phone or gateway received it. */
export interface HeardFrame {
  /** Milliseconds on any one clock; only differences count. */
  readonly atMs: number;
  readonly rssiDbm: number;
}

/** What a site asks of the signal. Set by a calibration walk; see `calibrate`. */
export interface PresenceRule {
  /** Accepted from here on. */
  readonly thresholdDbm: number;
  /** Below the threshold by less than this, an officer looks. */
  readonly reviewBandDb: number;
  readonly minFrames: number;
  readonly minDistinctSeconds: number;
  readonly minSpreadMs: number;
}

export const DEFAULT_PRESENCE_RULE: PresenceRule = Object.freeze({
  thresholdDbm: -75,
  reviewBandDb: 6,
  minFrames: 5,
  minDistinctSeconds: 2,
  minSpreadMs: 4000,
});

export type PresenceReason = 'FRAMES_TOO_FEW' | 'FRAMES_SPREAD' | 'RSSI_LOW' | 'REVIEW_BAND';

export interface PresenceDecision {
  readonly decision: 'accept' | 'review' | 'reject';
  /** Null when accepted. */
  readonly reason: PresenceReason | null;
  /** Of the frames that were not outliers; null without any. */
  readonly medianDbm: number | null;
  readonly framesUsed: number;
  readonly framesDropped: number;
  readonly spreadMs: number;
}

/**
 * Whether the beacon was heard strongly, several times, over some seconds. Median over the frames inside
 * Tukey's fences (1.5 interquartile ranges): fast fading averages out, a single reflection counts for nothing.
 */
export function decidePresence(frames: readonly HeardFrame[], rule: PresenceRule): PresenceDecision {
  const times = frames.map((frame) => frame.atMs);
  const spreadMs = frames.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  const used = withoutOutliers(frames.map((frame) => frame.rssiDbm));
  const medianDbm = used.length === 0 ? null : quantile(used, 0.5);
  const facts = { medianDbm, framesUsed: used.length, framesDropped: frames.length - used.length, spreadMs };
  if (medianDbm === null || frames.length < rule.minFrames) {
    return { decision: 'reject', reason: 'FRAMES_TOO_FEW', ...facts };
  }
  const seconds = new Set(times.map((atMs) => Math.floor(atMs / 1000))).size;
  if (spreadMs < rule.minSpreadMs || seconds < rule.minDistinctSeconds) {
    return { decision: 'reject', reason: 'FRAMES_SPREAD', ...facts };
  }
  return { ...judgeStrength(medianDbm, rule), ...facts };
}

/** The strength alone: for a number that the beacon measured itself. */
export function judgeStrength(
  rssiDbm: number,
  rule: Pick<PresenceRule, 'thresholdDbm' | 'reviewBandDb'>,
): Pick<PresenceDecision, 'decision' | 'reason'> {
  if (rssiDbm >= rule.thresholdDbm) return { decision: 'accept', reason: null };
  return rssiDbm < rule.thresholdDbm - rule.reviewBandDb
    ? { decision: 'reject', reason: 'RSSI_LOW' }
    : { decision: 'review', reason: 'REVIEW_BAND' };
}

/** Sorted values within 1.5 interquartile ranges of the quartiles. */
export function withoutOutliers(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length < 4) return sorted;
  const low = quantile(sorted, 0.25);
  const high = quantile(sorted, 0.75);
  const fence = 1.5 * (high - low);
  return sorted.filter((value) => value >= low - fence && value <= high + fence);
}

/** Of sorted values, linear between neighbours. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
