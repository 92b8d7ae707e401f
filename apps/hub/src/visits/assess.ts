import { assessTemperature, type TemperatureAssessment, type TemperatureMeasurement, zoneOf } from '@hadir/core';
import type { StationRules } from './rules.js';

/** The day on which it was measured where the thermometer stands. */
export function dayOf(measurement: Pick<TemperatureMeasurement, 'measuredAt'>, zone: string): string {
  return zoneOf(zone).wallOf(measurement.measuredAt).slice(0, 10);
}

/** @param roomCelsius of a room sensor at the same station */
export function assess(
  measurement: TemperatureMeasurement,
  zone: string,
  { temperature }: StationRules,
  roomCelsius: number | null,
): TemperatureAssessment {
  return assessTemperature(measurement, temperature, { today: dayOf(measurement, zone), roomCelsius });
}
