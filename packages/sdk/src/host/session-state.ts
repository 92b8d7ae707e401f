import type { DeviceDetail, DeviceState } from '../driver/status.js';
import type { SessionFailureKind, SessionPhase } from '../protocol/notice.js';

export interface StateAndDetail {
  readonly state: DeviceState;
  readonly detail: DeviceDetail;
}

/** `idle`: has not been started yet. `stopped`: the host was told to stop. */
export type PluginPresence = 'idle' | 'up' | 'down' | 'stopped';

/** All that a device's state follows from. Times in ms of the same clock. */
export interface StateFacts {
  readonly previous: StateAndDetail;
  readonly plugin: PluginPresence;
  readonly phase: SessionPhase | null;
  readonly failure: SessionFailureKind | null;
  /** Failed attempts in a row. */
  readonly attempts: number;
  readonly nowMs: number;
  readonly lastTrafficMs: number | null;
  /** When the attempt to connect began that led to this session. */
  readonly openedMs: number | null;
  readonly silentAfterMs: number;
  readonly clockOffsetMs: number | null;
  readonly recordCount: number | null;
  readonly recordCapacity: number | null;
  /** False while the driver says that the device is still sending what it kept. */
  readonly told: boolean;
}

/** A clock this far off makes punches doubtful; it must come well below before the warning goes. */
const SKEW_ON_MS = 60_000;
const SKEW_OFF_MS = 30_000;
/** ZKTeco terminals stop recording when their log is full. */
const FULL_ON = 0.9;
const FULL_OFF = 0.85;

/**
 * A device's state. Two rules stand above all: `online` needs traffic in the session that is open now, and from
 * `offline` only traffic leads back. One lost session does not make a device offline, its failed reconnection does.
 */
export function stateOf(now: StateFacts): StateAndDetail {
  // That the plugin was down says nothing of the device once it is up.
  const wasDown = now.plugin === 'up' && now.previous.detail === 'plugin-down';
  const facts: StateFacts = wasDown ? { ...now, previous: { state: 'connecting', detail: 'none' } } : now;
  const { previous, phase } = facts;
  if (facts.plugin === 'stopped') return { state: 'stopped', detail: 'none' };
  if (phase === 'stopped') return { state: 'stopped', detail: detailOf(facts.failure) };
  if (facts.plugin === 'down') return { state: 'offline', detail: 'plugin-down' };
  if (facts.plugin === 'idle') return { state: 'new', detail: 'none' };
  switch (phase) {
    case null:
      // About to be handed to the plugin, for the first time or again.
      if (previous.state === 'offline' || previous.state === 'new') return previous;
      return { state: 'connecting', detail: 'none' };
    case 'closed':
      return { state: 'stopped', detail: 'none' };
    case 'connecting':
      if (previous.state === 'offline') return { state: 'offline', detail: offlineDetail(facts) };
      return { state: 'connecting', detail: detailOf(facts.failure) };
    case 'waiting':
      return { state: failedForGood(facts) ? 'offline' : 'connecting', detail: detailOf(facts.failure) };
    case 'backfilling':
    case 'streaming':
    case 'polling':
      return openState(facts);
  }
}

function openState(facts: StateFacts): StateAndDetail {
  const openedMs = facts.openedMs ?? facts.nowMs;
  const heard = facts.lastTrafficMs !== null && facts.lastTrafficMs >= openedMs;
  const silentMs = facts.nowMs - (heard ? (facts.lastTrafficMs ?? openedMs) : openedMs);
  if (silentMs > facts.silentAfterMs) return { state: 'offline', detail: 'silent' };
  if (heard) return { state: 'online', detail: onlineDetail(facts) };
  if (facts.previous.state === 'offline') return { state: 'offline', detail: offlineDetail(facts) };
  return { state: 'connecting', detail: 'none' };
}

function onlineDetail({ previous, phase, ...facts }: StateFacts): DeviceDetail {
  const skewLimit = previous.detail === 'clock-skew' ? SKEW_OFF_MS : SKEW_ON_MS;
  if (Math.abs(facts.clockOffsetMs ?? 0) > skewLimit) return 'clock-skew';
  const fullLimit = previous.detail === 'log-nearly-full' ? FULL_OFF : FULL_ON;
  const { recordCount, recordCapacity } = facts;
  if (recordCount !== null && recordCapacity !== null && recordCapacity > 0) {
    if (recordCount / recordCapacity >= fullLimit) return 'log-nearly-full';
  }
  return phase === 'backfilling' || !facts.told ? 'backfilling' : 'none';
}

function failedForGood({ attempts, failure, previous, lastTrafficMs }: StateFacts): boolean {
  return attempts >= 2 || failure === 'auth' || lastTrafficMs === null || previous.state === 'offline';
}

/** Why it is offline while something is being done about it: the last failure, else what was said before. */
function offlineDetail({ failure, previous }: StateFacts): DeviceDetail {
  return failure === null ? previous.detail : detailOf(failure);
}

function detailOf(failure: SessionFailureKind | null): DeviceDetail {
  if (failure === null) return 'none';
  return failure === 'bug' ? 'plugin-error' : failure;
}
