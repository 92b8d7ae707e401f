import type { Capability } from '../../driver/capability.js';
import type { DeviceCommand } from '../../driver/command.js';
import type { DeviceDetail, DeviceState } from '../../driver/status.js';
import type { Facts, Time, Trouble } from './common.js';

export interface DeviceStatusView {
  readonly state: DeviceState | 'blocked' | 'disabled';
  readonly detail: DeviceDetail;
  readonly since: Time | null;
  readonly lastTrafficAt: Time | null;
  readonly clockOffsetMs: number | null;
  readonly backfill: { readonly received: number; readonly total: number | null } | null;
  /** Readings taken since the hub started, and those that the journal had already. */
  readonly appended: number;
  readonly known: number;
  readonly retryAt: Time | null;
  readonly error: Trouble | null;
}

export interface DeviceView {
  readonly id: string;
  readonly pluginId: string;
  readonly name: string;
  /** Serial number, when known. */
  readonly deviceKey: string | null;
  readonly stationId: string | null;
  readonly zone: string;
  readonly enabled: boolean;
  readonly info: Facts;
  readonly config: {
    readonly values: Facts;
    /** Never shown; only whether they are set. */
    readonly secrets: Readonly<Record<string, 'set' | 'unset'>>;
  };
  readonly createdAt: Time;
  readonly updatedAt: Time;
  readonly status: DeviceStatusView;
}

export interface DeviceInput {
  readonly pluginId: string;
  readonly name: string;
  readonly deviceKey?: string | null;
  readonly stationId?: string | null;
  readonly zone?: string;
  readonly enabled?: boolean;
  /** By the plugin's own schema. */
  readonly config: Facts;
}

/** How far a connection test came: reachable → session → authorised → records on device → read → mapped → accepted. */
export interface LadderView {
  readonly ok: boolean;
  readonly stoppedAt: string | null;
  readonly steps: readonly {
    readonly step: string;
    readonly ok: boolean;
    readonly detail: string | null;
    readonly trouble: Trouble | null;
  }[];
  readonly info: Facts | null;
  readonly clockOffsetMs: number | null;
  readonly recordsOnDevice: number | null;
}

export interface CommandView {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly arguments: Facts;
  readonly requestedBy: string;
  readonly requestedAt: Time;
  readonly deadline: Time;
  readonly state: 'queued' | 'sent' | 'done' | 'failed' | 'expired' | 'unsupported';
  readonly progress: number | null;
  readonly outcome: unknown;
  readonly finishedAt: Time | null;
}

export interface DeviceUserView {
  readonly deviceUserId: string;
  readonly name: string | null;
  readonly privilege: string | null;
  readonly enrolled: readonly { readonly method: string; readonly count: number }[];
  readonly seenAt: Time;
}

/** A device that was seen and is not believed until adopted. */
export interface CandidateView {
  readonly pluginId: string;
  readonly key: string;
  readonly name: string;
  readonly config: Facts;
  readonly info: Facts;
  readonly firstSeen: Time;
  readonly lastSeen: Time;
  readonly timesSeen: number;
  readonly state: 'new' | 'ignored' | 'adopted';
}

export interface PluginView {
  readonly id: string | null;
  readonly source: string;
  readonly name: { readonly id: string; readonly en: string } | null;
  readonly version: string | null;
  readonly capabilities: readonly Capability[];
  readonly permissions: Facts;
  readonly state: string;
  readonly pid: number | null;
  readonly startedAt: Time | null;
  readonly restarts: number;
  readonly nextStartAt: Time | null;
  readonly rssBytes: number | null;
  readonly cpuPercent: number | null;
  readonly eventLoopDelayMs: number | null;
  readonly error: Trouble | null;
  readonly configSchema: Facts | null;
}

export type DevicePatch = Partial<Omit<DeviceInput, 'pluginId'>>;

export interface ProbeInput {
  readonly pluginId: string;
  readonly zone?: string;
  readonly config: Facts;
}

export interface CommandOptions {
  /** 1–604,800; default 300. */
  readonly deadlineSeconds?: number;
  /** The same key, caller and order are one command, however often the request is sent. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface AdoptInput {
  readonly name?: string;
  readonly zone?: string;
  readonly stationId?: string | null;
  /** Laid over what the plugin proposes. */
  readonly config?: Facts;
}

export type { DeviceCommand };
