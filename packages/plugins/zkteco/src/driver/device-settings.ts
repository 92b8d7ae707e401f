import { DeviceFailure, type TemperatureMode } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { zkError } from '../errors.js';
import type { TextEncoding } from '../wire/text.js';

/** What a terminal needs to be pushed to; part of every configuration that accepts ADMS. */
export interface PushSettings {
  readonly serialNumber: string;
  readonly pathSecret: string | null;
  readonly pushCommKey: string | null;
  /** What a temperature beside a punch is of; null: temperatures are not taken. */
  readonly temperature: TemperatureMode | null;
}

/** What a terminal needs to be called. */
export interface PullSettings {
  readonly transport: 'tcp' | 'udp' | 'soap';
  readonly host: string;
  readonly port: number;
  readonly commKey: number | undefined;
  readonly recordSize: number | undefined;
  readonly disableWhileReading: boolean;
  readonly pollMs: number;
  readonly liveEvents: boolean;
}

/** A device's configuration with every default filled in. At least one of `pull` and `push` is there. */
export interface DeviceSettings {
  /** What the operator expects the terminal to be; null when it was not said. */
  readonly serialNumber: string | null;
  readonly encoding: TextEncoding;
  readonly fullRereadMs: number;
  readonly clockToleranceMs: number;
  readonly pull: PullSettings | null;
  readonly push: PushSettings | null;
}

const DEFAULT_PORTS = { tcp: 4370, udp: 4370, soap: 80 } as const;
/** SOAP has no cursor: every reading is the whole log. */
const DEFAULT_POLL_SECONDS = { tcp: 60, udp: 60, soap: 300 } as const;

/** @throws DeviceFailure `unsupported` with ZK_CONFIG_INCOMPLETE */
export function deviceSettings(config: DeviceConfig): DeviceSettings {
  const { transport } = config;
  const wantsPush = transport === 'adms' || config.alsoPush === true;
  return {
    serialNumber: config.serialNumber ?? null,
    encoding: config.encoding ?? 'utf-8',
    fullRereadMs: (config.fullRereadHours ?? 24) * 3_600_000,
    clockToleranceMs: (config.clockToleranceSeconds ?? 60) * 1000,
    push: wantsPush
      ? {
          serialNumber: config.serialNumber ?? missing('serialNumber', 'adms'),
          pathSecret: config.pathSecret ?? null,
          pushCommKey: config.pushCommKey ?? null,
          temperature: config.temperature === true ? (config.temperatureMode ?? 'unknown') : null,
        }
      : null,
    pull:
      transport === 'adms'
        ? null
        : {
            transport,
            host: config.host ?? missing('host', transport),
            port: config.port ?? DEFAULT_PORTS[transport],
            commKey: config.commKey,
            recordSize: config.recordSize,
            disableWhileReading: config.disableWhileReading ?? false,
            pollMs: (config.pollIntervalSeconds ?? DEFAULT_POLL_SECONDS[transport]) * 1000,
            liveEvents: config.liveEvents ?? true,
          },
  };
}

function missing(what: string, transport: string): never {
  throw new DeviceFailure('unsupported', zkError('ZK_CONFIG_INCOMPLETE', { missing: what, transport }));
}
