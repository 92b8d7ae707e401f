import type { Instant } from '../time/instant.js';
import type { TemperatureMeasurement } from './measurement.js';
import type { TemperaturePolicy, TemperatureThreshold } from './policy.js';

/**
 * What there is to say about a measurement.
 * - `implausible`: no person has this temperature; the measurement failed.
 * - `unstable`: the sensor did not come to rest.
 * - `ambient-outside`: the room is outside what the thermometer is rated for.
 * - `ambient-unusual`, `ambient-unknown`: skin and body may differ more than usual; or nobody knows.
 * - `calibration-expired`, `offset-too-large`, `not-screening-grade`: kept, and no ground for a decision.
 * - `mode-unknown`: nobody knows what it is the temperature of, so it is compared with nothing.
 * - `above-threshold`: above a limit that somebody set.
 */
export type TemperatureNote =
  | 'implausible'
  | 'unstable'
  | 'ambient-outside'
  | 'ambient-unusual'
  | 'ambient-unknown'
  | 'calibration-expired'
  | 'offset-too-large'
  | 'not-screening-grade'
  | 'mode-unknown'
  | 'above-threshold';

/** Never a diagnosis, and never a word about attendance: a temperature refuses and deletes nothing. */
export interface TemperatureAssessment {
  /** Corrected by the device's offset and, where configured, for the room; to 0.01 °C. */
  readonly celsius: number;
  /** Whether it may be compared with a threshold. */
  readonly usable: boolean;
  readonly notes: readonly TemperatureNote[];
  /** `measure-again`: with the same or a better thermometer. `officer`: a person who is trained for it looks. */
  readonly advice: 'none' | 'measure-again' | 'officer';
}

export interface AssessmentContext {
  /** The day of the measurement where the device stands, `YYYY-MM-DD`. */
  readonly today: string;
  /** Of the station, from a room sensor; used when the thermometer has none of its own. */
  readonly roomCelsius?: number | null;
}

const FAILED: ReadonlySet<TemperatureNote> = new Set(['implausible', 'unstable', 'ambient-outside']);
const KEPT_ONLY: ReadonlySet<TemperatureNote> = new Set([
  'calibration-expired',
  'offset-too-large',
  'not-screening-grade',
  'mode-unknown',
]);

/** Judges one measurement by itself: high is "measure again" at most. */
export function assessTemperature(
  measurement: TemperatureMeasurement,
  policy: TemperaturePolicy,
  context: AssessmentContext,
): TemperatureAssessment {
  const ambient = measurement.ambientCelsius ?? context.roomCelsius ?? null;
  const celsius = corrected(measurement, ambient);
  if (measurement.mode === 'ambient') return { celsius, usable: false, notes: [], advice: 'none' };
  const notes = notesOf(measurement, celsius, ambient, policy, context.today);
  const failed = notes.some((note) => FAILED.has(note));
  const usable = !failed && !notes.some((note) => KEPT_ONLY.has(note));
  if (usable && isAbove(celsius, thresholdFor(measurement, policy))) notes.push('above-threshold');
  const again = failed || notes.includes('above-threshold');
  return { celsius, usable, notes, advice: again ? 'measure-again' : 'none' };
}

/** One person's measurements, assessed, oldest first. */
interface Assessed {
  readonly measuredAt: Instant;
  readonly assessment: TemperatureAssessment;
}

/**
 * What the measurements of one person come to: `officer` when a usable one is above the threshold and so is the last
 * usable one at least `repeatAfterMs` later. The last usable one below the threshold ends the matter.
 */
export function assessSeries(series: readonly Assessed[], policy: TemperaturePolicy): TemperatureAssessment['advice'] {
  const usable = series.filter(({ assessment }) => assessment.usable);
  const last = usable.at(-1);
  if (last === undefined) return series.at(-1)?.assessment.advice ?? 'none';
  if (!last.assessment.notes.includes('above-threshold')) return 'none';
  const confirmed = usable.some(
    ({ measuredAt, assessment }) =>
      assessment.notes.includes('above-threshold') && last.measuredAt - measuredAt >= policy.repeatAfterMs,
  );
  return confirmed ? 'officer' : 'measure-again';
}

/** `raw + offset`, then `skin + k (skin − ambient)` (US patent 6056435); without a known room there is no second step. */
function corrected({ rawCelsius, compensation }: TemperatureMeasurement, ambient: number | null): number {
  const skin = rawCelsius + compensation.offsetCelsius;
  const k = compensation.ambientFactor;
  const celsius = k === undefined || ambient === null ? skin : skin + k * (skin - ambient);
  return Math.round(celsius * 100) / 100;
}

function notesOf(
  measurement: TemperatureMeasurement,
  celsius: number,
  ambient: number | null,
  policy: TemperaturePolicy,
  today: string,
): TemperatureNote[] {
  const notes: TemperatureNote[] = [];
  if (isOutside(celsius, plausibleFor(measurement, policy))) notes.push('implausible');
  if (!measurement.stable) notes.push('unstable');
  if (ambient === null) notes.push('ambient-unknown');
  else if (isOutside(ambient, policy.ambientRatedCelsius)) notes.push('ambient-outside');
  else if (isOutside(ambient, policy.ambientUsualCelsius)) notes.push('ambient-unusual');
  const { calibrationExpiresOn, compensation } = measurement;
  if (calibrationExpiresOn !== null && calibrationExpiresOn < today) notes.push('calibration-expired');
  if (Math.abs(compensation.offsetCelsius) > policy.maxOffsetCelsius) notes.push('offset-too-large');
  if (!measurement.screeningGrade) notes.push('not-screening-grade');
  if (measurement.mode === 'unknown') notes.push('mode-unknown');
  return notes;
}

function plausibleFor({ mode, compensation }: TemperatureMeasurement, policy: TemperaturePolicy) {
  if (mode === 'unknown') return [policy.plausibleSurfaceCelsius[0], policy.plausibleBodyCelsius[1]] as const;
  const asBody = mode === 'body' || compensation.ambientFactor !== undefined;
  return asBody ? policy.plausibleBodyCelsius : policy.plausibleSurfaceCelsius;
}

/** Skin that was worked out to a body value is compared as a body; skin itself only with the limit for skin. */
function thresholdFor({ mode, compensation }: TemperatureMeasurement, policy: TemperaturePolicy) {
  const asBody = mode === 'body' || compensation.ambientFactor !== undefined;
  return asBody ? policy.bodyThreshold : policy.surfaceThreshold;
}

function isAbove(celsius: number, threshold: TemperatureThreshold | null): boolean {
  if (threshold === null) return false;
  return threshold.comparator === '>' ? celsius > threshold.celsius : celsius >= threshold.celsius;
}

function isOutside(celsius: number, [low, high]: readonly [number, number]): boolean {
  return celsius < low || celsius > high;
}
