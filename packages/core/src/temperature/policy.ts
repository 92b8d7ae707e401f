import { coreError } from '../error/core-errors.js';

/** From where on a temperature is looked at again. Limits differ by decree, so they are data. */
export interface TemperatureThreshold {
  readonly celsius: number;
  /** `>`: the limit itself passes (KMK HK.01.07/MENKES/382/2020: above 37.3). */
  readonly comparator: '>' | '>=';
}

/** How temperatures are judged. Thresholds are off unless somebody who is responsible sets them. */
export interface TemperaturePolicy {
  /** For `body` readings. Null: record only. */
  readonly bodyThreshold: TemperatureThreshold | null;
  /** For `surface` readings; skin is colder than the body, so it is a limit of its own. Null: record only. */
  readonly surfaceThreshold: TemperatureThreshold | null;
  /** A high temperature counts only when it is still high this much later. */
  readonly repeatAfterMs: number;
  /** Outside these the measurement is wrong, not the person. °C. */
  readonly plausibleBodyCelsius: readonly [low: number, high: number];
  readonly plausibleSurfaceCelsius: readonly [low: number, high: number];
  /** Outside this, infrared thermometers for people are out of their rated range. °C. */
  readonly ambientRatedCelsius: readonly [low: number, high: number];
  /** Outside this, skin differs much from the body; said, not refused. °C. */
  readonly ambientUsualCelsius: readonly [low: number, high: number];
  /** A device that needs a larger correction belongs to the workshop. */
  readonly maxOffsetCelsius: number;
}

/** 16–40 °C: FDA on non-contact infrared thermometers. ±1.0, 32–43 and 28–42 °C, 5 minutes: Hadir's, all configurable. */
export const DEFAULT_TEMPERATURE_POLICY = Object.freeze<TemperaturePolicy>({
  bodyThreshold: null,
  surfaceThreshold: null,
  repeatAfterMs: 300_000,
  plausibleBodyCelsius: [32, 43],
  plausibleSurfaceCelsius: [28, 42],
  ambientRatedCelsius: [16, 40],
  ambientUsualCelsius: [18, 30],
  maxOffsetCelsius: 1,
});

/** @throws TEMPERATURE_POLICY_INVALID for a range that ends before it begins, or a threshold that nobody can have */
export function checkTemperaturePolicy(policy: TemperaturePolicy): TemperaturePolicy {
  const ranges = {
    plausibleBodyCelsius: policy.plausibleBodyCelsius,
    plausibleSurfaceCelsius: policy.plausibleSurfaceCelsius,
    ambientRatedCelsius: policy.ambientRatedCelsius,
    ambientUsualCelsius: policy.ambientUsualCelsius,
  };
  for (const [name, [low, high]] of Object.entries(ranges)) {
    if (!(low < high)) throw coreError('TEMPERATURE_POLICY_INVALID', { name, reason: `${low} to ${high} is no range` });
  }
  checkThreshold('bodyThreshold', policy.bodyThreshold, policy.plausibleBodyCelsius);
  checkThreshold('surfaceThreshold', policy.surfaceThreshold, policy.plausibleSurfaceCelsius);
  return policy;
}

function checkThreshold(
  name: string,
  threshold: TemperatureThreshold | null,
  [low, high]: readonly [number, number],
): void {
  if (threshold === null || (threshold.celsius > low && threshold.celsius < high)) return;
  const reason = `${threshold.celsius} °C lies outside the plausible ${low} to ${high} °C`;
  throw coreError('TEMPERATURE_POLICY_INVALID', { name, reason });
}
