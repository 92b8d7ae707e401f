import { type PresenceRule, quantile, withoutOutliers } from './presence.js';

/** Whether something is near, kept up over time. */
export interface SteadyPresence {
  readonly present: boolean;
  readonly lastHeardMs: number;
  /** RSSI of the latest frames, newest last. */
  readonly recentDbm: readonly number[];
}

export const ABSENT: SteadyPresence = Object.freeze({ present: false, lastHeardMs: 0, recentDbm: [] });

const WINDOW = 15;
export const LEAVE_SILENCE_MS = 60_000;

/** One more frame. Enters at the threshold; leaves only below threshold − band, so that it does not flutter. */
export function hearFrame(state: SteadyPresence, atMs: number, rssiDbm: number, rule: PresenceRule): SteadyPresence {
  const silent = atMs - state.lastHeardMs >= LEAVE_SILENCE_MS;
  const recentDbm = [...(silent ? [] : state.recentDbm.slice(1 - WINDOW)), rssiDbm];
  const median = quantile(withoutOutliers(recentDbm), 0.5);
  const enough = recentDbm.length >= rule.minFrames;
  const wasPresent = state.present && !silent;
  const present = wasPresent ? median >= rule.thresholdDbm - rule.reviewBandDb : enough && median >= rule.thresholdDbm;
  return { present, lastHeardMs: atMs, recentDbm };
}

/** Time passes; a minute of silence means gone. */
export function passTime(state: SteadyPresence, nowMs: number): SteadyPresence {
  return state.present && nowMs - state.lastHeardMs >= LEAVE_SILENCE_MS ? { ...state, present: false } : state;
}
