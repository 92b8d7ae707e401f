import { DEFAULT_STEADINESS, type Steadiness, type SteadyValue, steadyValue } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import type { ThermoSample } from '../wire/sample.js';

/** When a person stands before a sensor that measures all the time. */
export interface PresenceRule {
  readonly minCelsius: number;
  readonly aboveAmbientCelsius: number;
  readonly releaseMs: number;
  readonly steadiness: Steadiness;
}

export function presenceRule(config: DeviceConfig): PresenceRule {
  const { minCelsius = 30, aboveAmbientCelsius = 2, releaseMs = 700 } = config.presence ?? {};
  return { minCelsius, aboveAmbientCelsius, releaseMs, steadiness: DEFAULT_STEADINESS };
}

/** One person, measured once. */
export interface PersonMeasured extends SteadyValue {
  readonly startedAtMs: number;
  readonly atMs: number;
  readonly ambientC: number | null;
  readonly emissivity: number | null;
  /** The frame whose value ended the measurement. */
  readonly frame: Uint8Array;
}

/**
 * Makes one measurement of each presence: as soon as the newest samples are steady, else, not stable, when the person is
 * gone. The next measurement needs nobody in between, so that nothing is carried from one person to the next.
 */
export interface PresenceDetector {
  /** @param celsius the value of this sample that counts */
  sample(celsius: number, sample: ThermoSample, frame: Uint8Array, atMs: number): PersonMeasured | null;
  /** Nothing was heard for a while; whoever stood there may have gone. */
  silence(atMs: number): PersonMeasured | null;
}

interface Heard {
  readonly celsius: number;
  readonly sample: ThermoSample;
  readonly frame: Uint8Array;
  readonly atMs: number;
}

export function presenceDetector(rule: PresenceRule): PresenceDetector {
  let heard: Heard[] = [];
  let startedAtMs = 0;
  let told = false;
  let lastSeenMs: number | null = null;

  function measured(): PersonMeasured | null {
    const last = heard.at(-1);
    const value = steadyValue(
      heard.map((one) => one.celsius),
      rule.steadiness,
    );
    if (last === undefined || value === null) return null;
    const { ambientC, emissivity } = last.sample;
    return { ...value, startedAtMs, atMs: last.atMs, ambientC, emissivity, frame: last.frame };
  }

  /** Ends the presence when nobody was seen for long enough. */
  function release(atMs: number): PersonMeasured | null {
    if (lastSeenMs === null || atMs - lastSeenMs < rule.releaseMs) return null;
    const end = told ? null : measured();
    heard = [];
    told = false;
    lastSeenMs = null;
    return end;
  }

  return {
    sample(celsius, sample, frame, atMs) {
      const before = release(atMs);
      const warmer = sample.ambientC === null || celsius - sample.ambientC >= rule.aboveAmbientCelsius;
      if (celsius < rule.minCelsius || !warmer) return before;
      if (lastSeenMs === null) startedAtMs = atMs;
      lastSeenMs = atMs;
      if (told) return before;
      heard = [...heard, { celsius, sample, frame, atMs }].slice(-rule.steadiness.windowSamples);
      if (heard.length < rule.steadiness.windowSamples) return before;
      const now = measured();
      if (now?.stable !== true) return before;
      told = true;
      return now;
    },
    silence: release,
  };
}
