import { systemClock } from '@hadir/sdk/host';
import { Value } from 'typebox/value';
import { DeviceConfig } from './config.js';
import { asFailure } from './driver/failures.js';
import { startShared } from './driver/shared.js';
import { trackBeacons } from './driver/tracked-beacons.js';
import { bleError } from './errors.js';
import type { Source } from './sources/source.js';

/** One frame of the beacon that is looked for. */
export interface WalkFrame {
  readonly atMs: number;
  readonly rssiDbm: number;
}

/** A radio carried through an office. */
export interface WalkRadio {
  /** Listens for so long. @throws when the line breaks */
  listen(ms: number, signal: AbortSignal): Promise<readonly WalkFrame[]>;
  close(): Promise<void>;
}

/**
 * Opens a source as a device of this plugin would, to hear one beacon on a calibration walk.
 * @param config as of a device, with the beacon in `beacons`
 * @throws BLE_SOURCE_SETTINGS, BLE_SOURCE_UNREACHABLE, BLE_RADIO_SILENT, BLE_RADIO_REFUSED
 */
export async function openWalkRadio(config: unknown): Promise<WalkRadio> {
  if (!Value.Check(DeviceConfig, config)) {
    const [fault] = Value.Errors(DeviceConfig, config);
    throw bleError('BLE_SOURCE_SETTINGS', { field: fault?.instancePath || 'transport', transport: 'calibrate' });
  }
  const seconds = (): number => Math.floor(systemClock.now() / 1000);
  const tracked = trackBeacons(config.beacons, new Map(), seconds());
  const shared = await startShared({ mqtt: { host: '127.0.0.1', port: 0 }, http: { host: '127.0.0.1', port: 0 } });
  const source: Source = await shared.openSource(config).catch(async (error: unknown) => {
    await shared.close();
    throw error;
  });
  const stop = new AbortController();
  let frames: WalkFrame[] = [];
  let failure: unknown = null;
  const running = source
    .run(
      {
        alive: () => undefined,
        unreadable: () => undefined,
        heard(heard) {
          const found = tracked.recognise(heard, seconds());
          if (found && found.batteryMv === null) frames.push({ atMs: systemClock.now(), rssiDbm: heard.rssiDbm });
        },
      },
      stop.signal,
    )
    .catch((error: unknown) => {
      failure = error;
    });
  return {
    async listen(ms, signal) {
      frames = [];
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        signal.addEventListener('abort', end, { once: true });
        void running.then(end);
      });
      if (failure !== null) throw asFailure(failure);
      return frames;
    },
    async close() {
      stop.abort();
      await source.close();
      await running;
      await shared.close();
    },
  };
}
