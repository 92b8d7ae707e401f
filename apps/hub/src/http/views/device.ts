import type { HadirError, Language } from '@hadir/core';
import { CAPABILITIES, DEVICE_DETAILS, DEVICE_STATES, DeviceCommand } from '@hadir/sdk';
import type { DeviceStatus } from '@hadir/sdk/host';
import Type, { type Static } from 'typebox';
import type { Candidate, CommandRecord, DeviceRecord, ShownConfig } from '../../devices/index.js';
import { Facts, iso, Name, nullable, Time, Uuid } from './common.js';

export const Trouble = Type.Object(
  { code: Type.String(), message: Type.String(), remedy: Type.String() },
  { description: 'An error with its texts in the language asked for.' },
);

const StatusView = Type.Object({
  state: Type.Enum([...DEVICE_STATES, 'blocked', 'disabled']),
  detail: Type.Enum([...DEVICE_DETAILS]),
  since: nullable(Time),
  lastTrafficAt: nullable(Time),
  clockOffsetMs: nullable(Type.Number()),
  backfill: nullable(Type.Object({ received: Type.Integer(), total: nullable(Type.Integer()) })),
  appended: Type.Integer({ description: 'Readings taken since the hub started.' }),
  known: Type.Integer({ description: 'Readings that the journal had already.' }),
  retryAt: nullable(Time),
  error: nullable(Trouble),
});

export const DeviceView = Type.Object({
  id: Uuid,
  pluginId: Type.String(),
  name: Type.String(),
  deviceKey: nullable(Type.String({ description: 'Serial number, when known.' })),
  stationId: nullable(Uuid),
  zone: Type.String(),
  enabled: Type.Boolean(),
  info: Facts,
  config: Type.Object({
    values: Facts,
    secrets: Type.Record(Type.String(), Type.Enum(['set', 'unset']), {
      description: 'Never shown; only whether they are set.',
    }),
  }),
  createdAt: Time,
  updatedAt: Time,
  status: StatusView,
});
export type DeviceView = Static<typeof DeviceView>;

const zone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA zone of the place where it stands.' });
const config = Type.Record(Type.String(), Type.Unknown(), { description: "By the plugin's own schema." });

export const DeviceInput = Type.Object(
  {
    pluginId: Type.String({ minLength: 1, maxLength: 40 }),
    name: Name,
    deviceKey: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 64 }))),
    stationId: Type.Optional(nullable(Uuid)),
    zone: Type.Optional(zone),
    enabled: Type.Optional(Type.Boolean()),
    config,
  },
  { additionalProperties: false },
);

export const DevicePatch = Type.Object(
  {
    name: Type.Optional(Name),
    deviceKey: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 64 }))),
    stationId: Type.Optional(nullable(Uuid)),
    zone: Type.Optional(zone),
    enabled: Type.Optional(Type.Boolean()),
    config: Type.Optional(config),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const ProbeInput = Type.Object(
  { pluginId: Type.String({ minLength: 1, maxLength: 40 }), zone: Type.Optional(zone), config },
  { additionalProperties: false },
);

export const LadderView = Type.Object({
  ok: Type.Boolean(),
  stoppedAt: nullable(Type.String()),
  steps: Type.Array(
    Type.Object({
      step: Type.String(),
      ok: Type.Boolean(),
      detail: nullable(Type.String()),
      trouble: nullable(Trouble),
    }),
  ),
  info: nullable(Facts),
  clockOffsetMs: nullable(Type.Number()),
  recordsOnDevice: nullable(Type.Integer()),
});
export type LadderView = Static<typeof LadderView>;

export const CommandInput = Type.Object(
  {
    command: DeviceCommand,
    deadlineSeconds: Type.Integer({ minimum: 1, maximum: 604800, default: 300 }),
  },
  { additionalProperties: false },
);

export const CommandView = Type.Object({
  id: Uuid,
  deviceId: Uuid,
  name: Type.String(),
  arguments: Facts,
  requestedBy: Type.String(),
  requestedAt: Time,
  deadline: Time,
  state: Type.Enum(['queued', 'sent', 'done', 'failed', 'expired', 'unsupported']),
  progress: nullable(Type.Number()),
  outcome: Type.Unknown(),
  finishedAt: nullable(Time),
});

export const DeviceUserView = Type.Object({
  deviceUserId: Type.String(),
  name: nullable(Type.String()),
  privilege: nullable(Type.String()),
  enrolled: Type.Array(Type.Object({ method: Type.String(), count: Type.Integer() })),
  seenAt: Time,
});

export const CandidateView = Type.Object({
  pluginId: Type.String(),
  key: Type.String({ description: 'Serial number or MAC.' }),
  name: Type.String(),
  config: Facts,
  info: Facts,
  firstSeen: Time,
  lastSeen: Time,
  timesSeen: Type.Integer(),
  state: Type.Enum(['new', 'ignored', 'adopted']),
});

export const PluginView = Type.Object({
  id: nullable(Type.String()),
  source: Type.String(),
  name: nullable(Type.Object({ id: Type.String(), en: Type.String() })),
  version: nullable(Type.String()),
  capabilities: Type.Array(Type.Enum([...CAPABILITIES])),
  permissions: Facts,
  state: Type.String(),
  pid: nullable(Type.Integer()),
  startedAt: nullable(Time),
  restarts: Type.Integer(),
  nextStartAt: nullable(Time),
  rssBytes: nullable(Type.Number()),
  cpuPercent: nullable(Type.Number()),
  eventLoopDelayMs: nullable(Type.Number()),
  error: nullable(Trouble),
  configSchema: nullable(Facts),
});

export function trouble(error: HadirError, language: Language): Static<typeof Trouble> {
  return { code: error.code, message: error.text(language), remedy: error.remedy(language) };
}

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function deviceView(
  device: DeviceRecord,
  parts: {
    readonly config: ShownConfig;
    readonly status: DeviceStatus | null;
    readonly blocked: HadirError | null;
    readonly language: Language;
  },
): DeviceView {
  const { status, blocked } = parts;
  const error = blocked ?? status?.lastError?.error ?? null;
  return {
    id: device.id,
    pluginId: device.pluginId,
    name: device.name,
    deviceKey: device.deviceKey,
    stationId: device.stationId,
    zone: device.zone,
    enabled: device.enabled,
    info: { ...device.info },
    config: { values: { ...parts.config.values }, secrets: { ...parts.config.secrets } },
    createdAt: device.createdAt.toISOString(),
    updatedAt: device.updatedAt.toISOString(),
    status: {
      state: !device.enabled ? 'disabled' : blocked ? 'blocked' : (status?.state ?? 'new'),
      detail: status?.detail ?? 'none',
      since: time(status?.since ?? null),
      lastTrafficAt: time(status?.lastTrafficAt ?? null),
      clockOffsetMs: status?.clockOffsetMs ?? null,
      backfill: status?.backfill ? { ...status.backfill } : null,
      appended: status?.appended ?? 0,
      known: status?.known ?? 0,
      retryAt: time(status?.retryAt ?? null),
      error: error ? trouble(error, parts.language) : null,
    },
  };
}

export function commandView(command: CommandRecord): Static<typeof CommandView> {
  return {
    ...command,
    arguments: { ...command.arguments },
    requestedAt: command.requestedAt.toISOString(),
    deadline: command.deadline.toISOString(),
    finishedAt: iso(command.finishedAt),
  };
}

export function candidateView(candidate: Candidate): Static<typeof CandidateView> {
  return {
    ...candidate,
    config: { ...candidate.config },
    info: { ...candidate.info },
    firstSeen: candidate.firstSeen.toISOString(),
    lastSeen: candidate.lastSeen.toISOString(),
  };
}
