import { quantile, withoutOutliers } from './presence.js';

/** What was heard while somebody stood at the farthest desk, and at a place where checking in must fail. */
export interface CalibrationWalk {
  /** One list of RSSI for each place where people work; at least one with five frames. */
  readonly insideDbm: readonly (readonly number[])[];
  /** The street door, the car park. May be empty. */
  readonly outsideDbm: readonly (readonly number[])[];
}

export interface Calibration {
  readonly thresholdDbm: number;
  /** Below the threshold by less than this, an officer looks; it does not reach what is heard outside. */
  readonly reviewBandDb: number;
  /** Standard deviation between the places inside, at least 4 dB: what walls and bodies do, and averaging does not remove. */
  readonly sigmaDb: number;
  readonly weakestInsideDbm: number;
  readonly strongestOutsideDbm: number | null;
  /** The weakest desk is not clearly stronger than the street: lower the power of the beacon or move it deeper inside. */
  readonly separable: boolean;
}

const MIN_SIGMA_DB = 4;
const MIN_FRAMES = 5;
const MAX_BAND_DB = 10;

/**
 * The threshold of a site: 1.5 σ below the weakest desk, so that people at their desks pass in about 98 of 100 tries,
 * but never below what is heard outside.
 * @returns null when no place inside has five frames
 */
export function calibrate(walk: CalibrationWalk): Calibration | null {
  const medians = (places: CalibrationWalk['insideDbm']) =>
    places.filter((frames) => frames.length >= MIN_FRAMES).map((frames) => quantile(withoutOutliers(frames), 0.5));
  const inside = medians(walk.insideDbm);
  if (inside.length === 0) return null;
  const outside = medians(walk.outsideDbm);
  const mean = inside.reduce((sum, dbm) => sum + dbm, 0) / inside.length;
  const variance = inside.reduce((sum, dbm) => sum + (dbm - mean) ** 2, 0) / Math.max(1, inside.length - 1);
  const sigmaDb = Math.max(MIN_SIGMA_DB, Math.sqrt(variance));
  const weakestInsideDbm = Math.min(...inside);
  const strongestOutsideDbm = outside.length === 0 ? null : Math.max(...outside);
  const wanted = weakestInsideDbm - 1.5 * sigmaDb;
  const separable = strongestOutsideDbm === null || strongestOutsideDbm < wanted;
  const floor = strongestOutsideDbm === null ? wanted : Math.min(strongestOutsideDbm + sigmaDb / 2, weakestInsideDbm);
  const thresholdDbm = Math.round(separable ? wanted : Math.max(wanted, floor));
  const room = strongestOutsideDbm === null ? MAX_BAND_DB : Math.floor(thresholdDbm - strongestOutsideDbm);
  return {
    thresholdDbm,
    reviewBandDb: Math.max(0, Math.min(MAX_BAND_DB, Math.round(1.5 * sigmaDb), room)),
    sigmaDb,
    weakestInsideDbm,
    strongestOutsideDbm,
    separable,
  };
}
