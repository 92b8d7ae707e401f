import type { EventFlag, Verdict } from '../event/attendance-event.js';
import { type EventIdentity, eventId, type Sha256, uuidOfHash } from '../event/event-id.js';
import type { TemperatureMode, TemperatureReading, TemperatureUnit } from '../reading/temperature-reading.js';
import { type Instant, instant } from '../time/instant.js';

/** A temperature as Hadir knows it: raw and in Celsius, when it was measured, and what a correction needs. */
export interface TemperatureMeasurement {
  /** Deterministic, from device and key. UUID text. */
  readonly id: string;
  readonly deviceId: string;
  readonly deviceUserId: string | null;
  /** The attendance event that the device told of in the same breath; null when it did not know the person. */
  readonly eventId: string | null;
  /** End of the measurement. */
  readonly measuredAt: Instant;
  /** Its first sample; equals `measuredAt` when the device tells of one moment only. */
  readonly startedAt: Instant;
  readonly receivedAt: Instant;
  readonly verdict: Verdict;
  readonly flags: readonly EventFlag[];
  /** As the device said it. */
  readonly value: number;
  readonly unit: TemperatureUnit;
  /** `value` in °C, not corrected. */
  readonly rawCelsius: number;
  readonly mode: TemperatureMode;
  readonly site: string | null;
  readonly ambientCelsius: number | null;
  readonly emissivity: number | null;
  readonly compensation: TemperatureReading['compensation'];
  readonly calibrationExpiresOn: string | null;
  readonly screeningGrade: boolean;
  readonly samples: number;
  readonly spreadCelsius: number | null;
  readonly stable: boolean;
  readonly transport: string;
}

/** Rounded to a ten-thousandth: conversions must not make 36.6 into 36.599999. */
export function celsiusOf(value: number, unit: TemperatureUnit): number {
  const celsius = unit === 'C' ? value : unit === 'F' ? ((value - 32) * 5) / 9 : value - 273.15;
  return Math.round(celsius * 10_000) / 10_000;
}

export function measurementId(sha256: Sha256, deviceId: string, key: string): string {
  return uuidOfHash(sha256(`hadir/temperature/1|${deviceId.length}:${deviceId}|${key}`));
}

interface MeasuredTime {
  readonly occurredAt: Instant;
  readonly verdict: Verdict;
  readonly flags: readonly EventFlag[];
  readonly identity: EventIdentity;
}

interface MeasuredWhere {
  readonly deviceId: string;
  readonly receivedAt: Instant;
  readonly sha256: Sha256;
}

/** @param time the reading's time as the normaliser understood it */
export function toMeasurement(
  reading: TemperatureReading,
  time: MeasuredTime,
  { deviceId, receivedAt, sha256 }: MeasuredWhere,
): TemperatureMeasurement {
  const { deviceUserId, unit, window } = reading;
  return {
    id: measurementId(sha256, deviceId, reading.key),
    deviceId,
    deviceUserId: deviceUserId ?? null,
    eventId: deviceUserId === undefined ? null : eventId(sha256, deviceId, deviceUserId, time.identity),
    measuredAt: time.occurredAt,
    startedAt: instant(time.occurredAt - (reading.durationMs ?? 0)),
    receivedAt,
    verdict: time.verdict,
    flags: time.flags,
    value: reading.value,
    unit,
    rawCelsius: celsiusOf(reading.value, unit),
    mode: reading.mode,
    site: reading.site ?? null,
    ambientCelsius: reading.ambient === undefined ? null : celsiusOf(reading.ambient, unit),
    emissivity: reading.emissivity ?? null,
    compensation: reading.compensation,
    calibrationExpiresOn: reading.calibrationExpiresOn ?? null,
    screeningGrade: reading.screeningGrade ?? true,
    samples: window?.samples ?? 1,
    spreadCelsius: window?.spreadCelsius ?? null,
    stable: window?.stable ?? true,
    transport: reading.transport,
  };
}
