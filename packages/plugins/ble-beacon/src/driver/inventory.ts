import { ABSENT, hearFrame, type PresenceRule, passTime, type SteadyPresence } from '@hadir/sdk/proximity';

/** What is known of one beacon. */
export interface BeaconState {
  readonly presence: SteadyPresence;
  readonly lastHeardMs: number | null;
  readonly batteryMv: number | null;
  /** Gateways that heard it lately, and those that did when it was new. */
  readonly gatewaysNow: ReadonlySet<string>;
  readonly gatewaysBefore: ReadonlySet<string>;
  readonly proven: boolean;
}

/** A beacon came near, left, or needs somebody. */
export type InventoryChange =
  | { readonly kind: 'presence'; readonly beaconId: string; readonly state: BeaconState }
  | { readonly kind: 'battery'; readonly beaconId: string; readonly low: boolean; readonly millivolts: number }
  | { readonly kind: 'silent'; readonly beaconId: string; readonly silent: boolean; readonly minutes: number }
  | { readonly kind: 'moved'; readonly beaconId: string; readonly now: string; readonly before: string };

/** Two AA cells or a coin cell give out near here. */
const LOW_BATTERY_MV = 2200;
const RECOVERED_BATTERY_MV = 2500;
/** Frames heard by no gateway of the first days before a beacon counts as moved. */
const MOVED_AFTER_FRAMES = 20;

interface Entry {
  state: BeaconState;
  low: boolean;
  silent: boolean;
  strangeFrames: number;
  moved: boolean;
  bornMs: number;
  toldMs: number;
}

/** Keeps the beacons of one listening post; says what changes. Pure but for its own memory. */
export interface Inventory {
  hear(
    beaconId: string,
    frame: {
      readonly atMs: number;
      readonly rssiDbm: number;
      readonly gateway: string | null;
      readonly proven: boolean;
    },
  ): readonly InventoryChange[];
  telemetry(beaconId: string, millivolts: number): readonly InventoryChange[];
  /** Time passes. */
  tick(nowMs: number): readonly InventoryChange[];
  get(beaconId: string): BeaconState | null;
}

const LEARNING_MS = 24 * 3600_000;
/** One that stays is told so often, with its battery of the moment. */
const TELL_AGAIN_MS = 3600_000;

export function createInventory(
  beaconIds: readonly string[],
  options: { readonly rule: PresenceRule; readonly silentAfterMinutes: number; readonly nowMs: number },
): Inventory {
  const { rule, silentAfterMinutes, nowMs } = options;
  const entries = new Map<string, Entry>(beaconIds.map((id) => [id, newEntry(nowMs)]));
  return {
    hear(beaconId, { atMs, rssiDbm, gateway, proven }) {
      const entry = entries.get(beaconId);
      if (!entry) return [];
      const changes: InventoryChange[] = [];
      const before = entry.state;
      const presence = hearFrame(before.presence, atMs, rssiDbm, rule);
      entry.state = { ...before, presence, lastHeardMs: atMs, proven, ...placed(entry, gateway, atMs) };
      if (entry.silent) {
        entry.silent = false;
        changes.push({ kind: 'silent', beaconId, silent: false, minutes: 0 });
      }
      if (presence.present !== before.presence.present) {
        entry.toldMs = atMs;
        changes.push({ kind: 'presence', beaconId, state: entry.state });
      }
      if (entry.strangeFrames >= MOVED_AFTER_FRAMES && !entry.moved) {
        entry.moved = true;
        const text = (set: ReadonlySet<string>) => [...set].slice(0, 4).join(', ');
        changes.push({ kind: 'moved', beaconId, now: gateway ?? '', before: text(entry.state.gatewaysBefore) });
      }
      return changes;
    },
    telemetry(beaconId, millivolts) {
      const entry = entries.get(beaconId);
      if (!entry) return [];
      entry.state = { ...entry.state, batteryMv: millivolts };
      const low = millivolts < (entry.low ? RECOVERED_BATTERY_MV : LOW_BATTERY_MV);
      if (low === entry.low) return [];
      entry.low = low;
      return [{ kind: 'battery', beaconId, low, millivolts }];
    },
    tick(now) {
      const changes: InventoryChange[] = [];
      for (const [beaconId, entry] of entries) {
        const presence = passTime(entry.state.presence, now);
        const isOld = presence.present && now - entry.toldMs >= TELL_AGAIN_MS;
        if (presence !== entry.state.presence || isOld) {
          entry.state = { ...entry.state, presence };
          entry.toldMs = now;
          changes.push({ kind: 'presence', beaconId, state: entry.state });
        }
        const minutes = Math.floor((now - (entry.state.lastHeardMs ?? entry.bornMs)) / 60_000);
        if (!entry.silent && minutes >= silentAfterMinutes) {
          entry.silent = true;
          changes.push({ kind: 'silent', beaconId, silent: true, minutes });
        }
      }
      return changes;
    },
    get: (beaconId) => entries.get(beaconId)?.state ?? null,
  };
}

function newEntry(bornMs: number): Entry {
  const none: ReadonlySet<string> = new Set();
  return {
    state: {
      presence: ABSENT,
      lastHeardMs: null,
      batteryMv: null,
      gatewaysNow: none,
      gatewaysBefore: none,
      proven: false,
    },
    low: false,
    silent: false,
    strangeFrames: 0,
    moved: false,
    bornMs,
    toldMs: bornMs,
  };
}

/** For a day the gateways that hear it are learned; then others alone, for a while, mean that it is elsewhere. */
function placed(
  entry: Entry,
  gateway: string | null,
  atMs: number,
): Pick<BeaconState, 'gatewaysNow' | 'gatewaysBefore'> {
  const { gatewaysBefore, gatewaysNow } = entry.state;
  if (gateway === null) return { gatewaysBefore, gatewaysNow };
  if (atMs - entry.bornMs < LEARNING_MS || gatewaysBefore.size === 0) {
    const learned = gatewaysBefore.has(gateway) ? gatewaysBefore : new Set([...gatewaysBefore, gateway]);
    return { gatewaysBefore: learned, gatewaysNow: learned };
  }
  entry.strangeFrames = gatewaysBefore.has(gateway) ? 0 : entry.strangeFrames + 1;
  if (entry.strangeFrames === 0) entry.moved = false;
  const now = gatewaysNow.has(gateway) ? gatewaysNow : new Set([...gatewaysNow, gateway]);
  return { gatewaysBefore, gatewaysNow: now };
}
