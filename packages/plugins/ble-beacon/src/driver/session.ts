import type { DeviceContext, DeviceSession, ProximityReading, Reading } from '@hadir/sdk';
import { DEFAULT_PRESENCE_RULE, readWitness, toHex } from '@hadir/sdk/proximity';
import type { DeviceConfig } from '../config.js';
import type { Source } from '../sources/source.js';
import { readClocks, writeClocks } from './clock-cursor.js';
import { asFailure } from './failures.js';
import { createInventory, type InventoryChange } from './inventory.js';
import type { BleShared } from './shared.js';
import { trackBeacons } from './tracked-beacons.js';
import { createWitnesses, type WitnessHearing } from './witnesses.js';

const TICK_MS = 1_000;
const TRAFFIC_MS = 1_000;
const DEFAULT_SILENT_MINUTES = 30;

/** Opens one listening post. */
export async function openDevice(
  context: DeviceContext,
  config: DeviceConfig,
  shared: BleShared,
): Promise<DeviceSession> {
  let source: Source;
  try {
    source = await shared.openSource(config);
  } catch (error) {
    throw asFailure(error);
  }
  return {
    async stream(signal) {
      try {
        await listen(context, config, source, signal);
      } catch (error) {
        throw asFailure(error);
      }
    },
    close: () => source.close(),
  };
}

async function listen(
  context: DeviceContext,
  config: DeviceConfig,
  source: Source,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = context;
  const rule = {
    ...DEFAULT_PRESENCE_RULE,
    ...(config.thresholdDbm === undefined ? {} : { thresholdDbm: config.thresholdDbm }),
    ...(config.reviewBandDb === undefined ? {} : { reviewBandDb: config.reviewBandDb }),
  };
  const ids = config.beacons.map(({ id }) => id);
  const seconds = (): number => Math.floor(clock.now() / 1000);
  const tracked = trackBeacons(config.beacons, readClocks(context.cursor), seconds());
  const silentAfterMinutes = config.silentAfterMinutes ?? DEFAULT_SILENT_MINUTES;
  const inventory = createInventory(ids, { rule, silentAfterMinutes, nowMs: clock.now() });
  const witnesses = config.witness === true ? createWitnesses() : null;
  const pending: InventoryChange[] = [];
  let lastTraffic = Number.NEGATIVE_INFINITY;
  let unreadable = 0;

  const running = source.run(
    {
      alive() {
        const now = clock.now();
        if (now - lastTraffic < TRAFFIC_MS) return;
        lastTraffic = now;
        context.report({ type: 'traffic' });
      },
      unreadable(error) {
        unreadable += 1;
        if (unreadable === 1 || unreadable % 1000 === 0) {
          log.warn('a message could not be read', { count: unreadable, reason: String(error).slice(0, 200) });
        }
      },
      heard(heard) {
        const token = witnesses && heard.adv && readWitness(heard.adv);
        if (token) return witnesses.hear(toHex(token), clock.now(), heard.rssiDbm);
        const found = tracked.recognise(heard, seconds());
        if (!found) return;
        const { beaconId, proven, batteryMv } = found;
        if (batteryMv !== null) pending.push(...inventory.telemetry(beaconId, batteryMv));
        else {
          const frame = { atMs: clock.now(), rssiDbm: heard.rssiDbm, gateway: heard.gateway, proven };
          pending.push(...inventory.hear(beaconId, frame));
        }
      },
    },
    signal,
  );
  // A source that needs no line (a listener) is alive by being open.
  context.report({ type: 'traffic' });
  const telling = tellChanges();
  try {
    await Promise.race([running, telling]);
  } finally {
    running.catch(() => undefined);
    telling.catch(() => undefined);
  }

  async function tellChanges(): Promise<void> {
    while (!signal.aborted) {
      await tick(signal);
      const changes = [...pending.splice(0), ...inventory.tick(clock.now())];
      const readings: Reading[] = changes.flatMap((change): readonly Reading[] => {
        if (change.kind === 'presence') return [readingOf(change, clock.now(), config.transport)];
        tellIssue(context, change);
        return [];
      });
      readings.push(...(witnesses?.due(clock.now()) ?? []).map((one) => witnessReading(one, config.transport)));
      if (readings.length > 0) await context.emit({ readings, cursor: writeClocks(tracked.eids, ids) });
    }
  }
}

function readingOf(
  { beaconId, state }: InventoryChange & { readonly kind: 'presence' },
  nowMs: number,
  transport: string,
): ProximityReading {
  const { present, lastHeardMs, recentDbm } = state.presence;
  const epochMs = present ? lastHeardMs : nowMs;
  const sorted = [...recentDbm].sort((a, b) => a - b);
  return {
    kind: 'proximity',
    key: `x|${beaconId}|${present ? 'in' : 'out'}|${epochMs}`,
    time: { form: 'instant', epochMs },
    transport: `ble-${transport}`,
    raw: { encoding: 'utf8', data: recentDbm.join(' ') },
    beaconId,
    present,
    medianDbm: sorted[Math.floor(sorted.length / 2)] ?? null,
    frames: recentDbm.length,
    proven: state.proven,
    ...(state.batteryMv === null ? {} : { batteryMillivolts: state.batteryMv }),
  };
}

/** Only the hub knows which phone the token was given to; see the check-in protocol, gateway witness. */
function witnessReading({ token, lastHeardMs, rssiDbm }: WitnessHearing, transport: string): ProximityReading {
  const sorted = [...rssiDbm].sort((a, b) => a - b);
  return {
    kind: 'proximity',
    key: `w|${token}`,
    time: { form: 'instant', epochMs: lastHeardMs },
    transport: `ble-${transport}`,
    raw: { encoding: 'utf8', data: rssiDbm.join(' ') },
    beaconId: `witness-${token}`,
    present: true,
    medianDbm: sorted[Math.floor(sorted.length / 2)] ?? null,
    frames: rssiDbm.length,
    proven: false,
  };
}

function tellIssue(context: DeviceContext, change: Exclude<InventoryChange, { readonly kind: 'presence' }>): void {
  const { beaconId: beacon } = change;
  const tell = (wrong: boolean, code: string, details: Readonly<Record<string, string | number>>): void => {
    if (wrong) context.raise({ code, subject: beacon, details: { beacon, ...details } });
    else context.clear(code, beacon);
  };
  switch (change.kind) {
    case 'battery':
      tell(change.low, 'BLE_BATTERY_LOW', { millivolts: change.millivolts });
      break;
    case 'silent':
      tell(change.silent, 'BLE_BEACON_SILENT', { minutes: change.minutes });
      break;
    case 'moved':
      tell(true, 'BLE_BEACON_MOVED', { now: change.now, before: change.before });
      break;
  }
}

function tick(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, TICK_MS);
    signal.addEventListener('abort', end, { once: true });
  });
}
