import type { Static } from 'typebox';
import Type from 'typebox';
import { terminalFields } from './config-common.js';
import type { HttpEndpoint } from './http-client.js';

const CommonConfig = Type.Object(terminalFields);
type CommonConfig = Static<typeof CommonConfig>;

/** What every terminal's configuration says, with every default filled in. */
export interface TerminalSettings {
  readonly endpoint: HttpEndpoint;
  readonly serialNumber: string | null;
  readonly historyDays: number;
  readonly pollMs: number;
  readonly rereadMs: number;
  readonly clockToleranceMs: number;
  readonly idleMs: number;
}

export function terminalSettings(config: CommonConfig): TerminalSettings {
  const isTls = config.https ?? config.certificateSha256 !== undefined;
  return {
    endpoint: {
      host: config.host,
      port: config.port ?? (isTls ? 443 : 80),
      tls: isTls ? { certificateSha256: config.certificateSha256 ?? null } : null,
      username: config.username,
      password: config.password,
    },
    serialNumber: config.serialNumber ?? null,
    historyDays: config.historyDays ?? 90,
    pollMs: (config.pollIntervalSeconds ?? 300) * 1000,
    rereadMs: (config.fullRereadHours ?? 24) * 3_600_000,
    clockToleranceMs: (config.clockToleranceSeconds ?? 60) * 1000,
    idleMs: (config.idleSeconds ?? 90) * 1000,
  };
}
