import { type Clock, type Instant, instant } from '@hadir/core';
import type { EmitReceipt } from '../driver/context.js';
import type { DeviceReport } from '../driver/status.js';
import { errorOf } from '../protocol/error-facts.js';
import type { SessionNotice } from '../protocol/notice.js';
import type { HostDevice } from './contract.js';
import type { DeviceStatus } from './device-status.js';
import { type PluginPresence, type StateAndDetail, stateOf } from './session-state.js';

/** What a host knows of one device. Owns its status; nothing else writes it. */
export interface DeviceRecord {
  readonly device: HostDevice;
  /** Another configuration: what was learnt of the session is forgotten, what was learnt of the hardware stays. */
  replace(device: HostDevice): void;
  session(notice: SessionNotice): void;
  report(report: DeviceReport): void;
  stored(receipt: EmitReceipt): void;
  plugin(state: PluginPresence): void;
  /** Derives the state again. @returns the new status when something worth showing changed since the last call */
  refresh(): DeviceStatus | null;
  status(): DeviceStatus;
}

type Facts = Omit<DeviceStatus, 'state' | 'detail' | 'since' | 'caughtUp' | 'deviceId' | 'pluginId' | 'name'>;

const NOTHING_KNOWN: Facts = {
  lastTrafficAt: null,
  info: null,
  clockOffsetMs: null,
  backfill: null,
  appended: 0,
  known: 0,
  lastError: null,
  retryAt: null,
};

export function createDeviceRecord(first: HostDevice, clock: Clock, silentAfterMs: number): DeviceRecord {
  let device = first;
  let facts: Facts = NOTHING_KNOWN;
  let plugin: PluginPresence = 'idle';
  let session: SessionNotice | null = null;
  let failure: SessionNotice['failure'] | null = null;
  /** When the attempt began whose session is open or opening now; a sign of life since then is one of this session. */
  let openedAt: Instant | null = null;
  let announcedMs = 0;
  /** What the driver says of it; a session begins without a doubt. */
  let told = true;
  let derived: StateAndDetail = { state: 'new', detail: 'none' };
  let since = clock.now();
  let changed = true;

  const update = (change: Partial<Facts>) => {
    facts = { ...facts, ...change };
    changed = true;
  };

  const derive = () => {
    const next = stateOf({
      previous: derived,
      plugin,
      phase: session?.phase ?? null,
      failure: failure?.kind ?? null,
      attempts: session?.attempts ?? 0,
      nowMs: clock.now(),
      lastTrafficMs: facts.lastTrafficAt,
      openedMs: openedAt,
      silentAfterMs: Math.max(silentAfterMs, announcedMs * 2),
      clockOffsetMs: facts.clockOffsetMs,
      recordCount: facts.info?.recordCount ?? null,
      recordCapacity: facts.info?.recordCapacity ?? null,
      told,
    });
    if (next.state === derived.state && next.detail === derived.detail) return;
    derived = next;
    since = clock.now();
    changed = true;
  };

  const status = (): DeviceStatus => {
    derive();
    const caughtUp = told && (session?.phase === 'streaming' || session?.phase === 'polling');
    const { deviceId, pluginId, name } = device;
    return { deviceId, pluginId, name, ...derived, since, caughtUp, ...facts };
  };

  return {
    get device() {
      return device;
    },
    replace(next) {
      device = next;
      session = null;
      failure = null;
      openedAt = null;
      announcedMs = 0;
      told = true;
      update({ retryAt: null, backfill: null });
    },
    session(notice) {
      session = notice;
      if (notice.phase === 'connecting') {
        openedAt = clock.now();
        told = true;
      }
      if (notice.failure !== undefined) failure = notice.failure;
      if (isOpen(notice.phase)) failure = null;
      update({
        retryAt: notice.retryInMs === undefined ? null : instant(clock.now() + notice.retryInMs),
        ...(notice.phase === 'backfilling' ? {} : { backfill: null }),
        ...(notice.failure === undefined
          ? {}
          : { lastError: { error: errorOf(notice.failure.error), at: clock.now() } }),
      });
      derive();
    },
    report(report) {
      switch (report.type) {
        case 'traffic':
          announcedMs = report.nextWithinMs ?? announcedMs;
          facts = { ...facts, lastTrafficAt: clock.now() };
          derive();
          break;
        case 'info':
          update({ info: { ...facts.info, ...report.info } });
          break;
        case 'caught-up':
          told = report.yes;
          derive();
          break;
        case 'clock':
          update({ clockOffsetMs: report.offsetMs });
          break;
        case 'progress':
          update({ backfill: { received: report.received, total: report.total } });
          break;
      }
    },
    stored(receipt) {
      update({ appended: facts.appended + receipt.appended, known: facts.known + receipt.known });
    },
    plugin(state) {
      if (state !== 'up') {
        session = session?.phase === 'stopped' ? session : null;
        openedAt = null;
        update({ retryAt: null, backfill: null });
      }
      plugin = state;
      derive();
    },
    refresh() {
      const next = status();
      if (!changed) return null;
      changed = false;
      return next;
    },
    status,
  };
}

function isOpen(phase: SessionNotice['phase']): boolean {
  return phase === 'backfilling' || phase === 'streaming' || phase === 'polling';
}
