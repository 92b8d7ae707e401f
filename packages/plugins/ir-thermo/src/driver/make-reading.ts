import type { RawEvidence, TemperatureMode, TemperatureReading, TemperatureUnit } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';

/** What a line heard. */
export interface MeasuredFacts {
  /** As the device said it. */
  readonly value: number;
  readonly unit: TemperatureUnit;
  readonly mode: TemperatureMode;
  readonly atMs: number;
  readonly startedAtMs?: number;
  readonly ambient?: number | null;
  readonly emissivity?: number | null;
  readonly site?: string | null;
  readonly deviceUserId?: string | null;
  readonly window?: TemperatureReading['window'];
  readonly byDevice?: TemperatureReading['compensation']['byDevice'];
  readonly screeningGrade?: boolean;
  readonly transport: 'uart' | 'modbus' | 'ble' | 'hid' | 'mqtt';
  readonly raw: RawEvidence;
  /** What makes it the same happening when the device tells it again; left out: the moment. Never the value. */
  readonly identity?: string;
}

/** Adds what the configuration knows of the thermometer: kind of temperature, offset, calibration. */
export function makeReading(config: DeviceConfig, facts: MeasuredFacts): TemperatureReading {
  const { atMs, startedAtMs, ambient, emissivity, site, deviceUserId, window, screeningGrade } = facts;
  const { ambientFactor, calibrationExpiresOn } = config;
  return {
    kind: 'temperature',
    key: `t|${facts.identity ?? atMs}`.slice(0, 200),
    time: { form: 'instant', epochMs: atMs },
    value: facts.value,
    unit: facts.unit,
    mode: config.mode ?? facts.mode,
    ...(ambient === undefined || ambient === null ? {} : { ambient }),
    ...(emissivity === undefined || emissivity === null ? {} : { emissivity }),
    ...(site === undefined || site === null ? {} : { site }),
    ...(deviceUserId === undefined || deviceUserId === null ? {} : { deviceUserId }),
    compensation: {
      byDevice: facts.byDevice ?? 'unknown',
      offsetCelsius: config.offsetCelsius ?? 0,
      ...(ambientFactor === undefined ? {} : { ambientFactor }),
    },
    ...(calibrationExpiresOn === undefined ? {} : { calibrationExpiresOn }),
    ...(screeningGrade === undefined ? {} : { screeningGrade }),
    ...(window === undefined ? {} : { window }),
    ...(startedAtMs === undefined ? {} : { durationMs: Math.max(0, Math.round(atMs - startedAtMs)) }),
    live: true,
    transport: facts.transport,
    raw: facts.raw,
  };
}
