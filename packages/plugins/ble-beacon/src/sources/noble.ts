import { EventEmitter } from 'node:events';
import { AD_TYPE, type AdStructure, fromHex, writeAdStructures } from '@hadir/sdk/proximity';
import { unreachable } from '../driver/failures.js';
import { bleError } from '../errors.js';
import type { Heard } from '../gateways/heard.js';
import { aborted } from './aborted.js';
import type { Source } from './source.js';

/** What is used of noble's interface. An optional package: offices with gateways or a radio on a serial line do without. */
interface Noble extends EventEmitter {
  waitForPoweredOnAsync(timeoutMs?: number): Promise<void>;
  startScanningAsync(services: readonly string[], allowDuplicates: boolean): Promise<void>;
  stopScanningAsync(): Promise<void>;
  stop?(): void;
}

/** A peripheral as noble tells of it: the advert taken apart. */
export interface NoblePeripheral {
  /** `aa:bb:cc:dd:ee:ff`; empty on systems that hide it. */
  readonly address?: string;
  readonly addressType?: string;
  readonly rssi: number;
  readonly advertisement?: {
    readonly manufacturerData?: Uint8Array | null;
    readonly serviceData?: readonly { readonly uuid: string; readonly data: Uint8Array }[] | null;
  };
}

const LIBRARY = '@stoprocent/noble';
const INSTALL = `npm install ${LIBRARY}@2; sudo setcap cap_net_raw+eip $(readlink -f $(which node))`;
const POWER_MS = 5_000;

/** Gives noble, or something of its shape. */
export type LoadNoble = () => Promise<unknown>;

/**
 * The computer's own Bluetooth, by way of noble. @param load for tests
 * @throws BLE_LIBRARY_MISSING, BLE_SOURCE_UNREACHABLE
 */
export async function nobleSource(load: LoadNoble = () => import(LIBRARY)): Promise<Source> {
  const noble = await loadNoble(load);
  try {
    await noble.waitForPoweredOnAsync(POWER_MS);
  } catch (error) {
    throw unreachable('noble', error);
  }
  return {
    async run(listener, signal) {
      let fail: (error: unknown) => void = () => undefined;
      const broken = new Promise<never>((_, reject) => {
        fail = reject;
      });
      broken.catch(() => undefined);
      const discovered = (peripheral: NoblePeripheral): void => {
        listener.alive();
        listener.heard(heardOf(peripheral));
      };
      const changed = (state: string): void => {
        if (state !== 'poweredOn') fail(unreachable('noble', new Error(`adapter ${state}`)));
      };
      noble.on('discover', discovered);
      noble.on('stateChange', changed);
      try {
        // Duplicates too: presence needs every frame, and a rotating identifier is in the payload.
        await noble.startScanningAsync([], true).catch((error: unknown) => Promise.reject(unreachable('noble', error)));
        await Promise.race([aborted(signal), broken]);
      } finally {
        noble.removeListener('discover', discovered);
        noble.removeListener('stateChange', changed);
        await noble.stopScanningAsync().catch(() => undefined);
      }
    },
    close: async () => noble.stop?.(),
  };
}

async function loadNoble(load: LoadNoble): Promise<Noble> {
  try {
    const loaded = (await load()) as { readonly default?: unknown };
    const noble = loaded.default ?? loaded;
    if (noble instanceof EventEmitter || typeof (noble as Noble).startScanningAsync === 'function')
      return noble as Noble;
    throw new TypeError('no startScanningAsync');
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    throw bleError('BLE_LIBRARY_MISSING', { library: LIBRARY, reason, install: INSTALL }, error);
  }
}

/** Puts the advert together again, as far as noble keeps it: manufacturer data and service data. */
export function heardOf({ address, addressType, rssi, advertisement }: NoblePeripheral): Heard {
  const structures: AdStructure[] = [];
  const { manufacturerData, serviceData } = advertisement ?? {};
  if (manufacturerData && manufacturerData.length > 0) {
    structures.push({ type: AD_TYPE.manufacturerData, data: manufacturerData });
  }
  for (const { uuid, data } of serviceData ?? []) {
    const bytes = fromHex(uuid.replaceAll('-', ''));
    const type = bytes?.length === 2 ? AD_TYPE.serviceData16 : bytes?.length === 16 ? AD_TYPE.serviceData128 : null;
    // UUIDs go over the air with their last byte first.
    if (bytes && type !== null)
      structures.push({ type, data: Uint8Array.from([...bytes].reverse().concat([...data])) });
  }
  const mac = address?.replaceAll(/[:-]/g, '').toLowerCase() ?? '';
  return {
    gateway: null,
    mac: /^[0-9a-f]{12}$/.test(mac) ? mac : null,
    random: addressType === undefined || addressType === 'unknown' ? null : addressType === 'random',
    rssiDbm: rssi,
    adv: structures.length === 0 ? null : writeAdStructures(structures),
    gatewayAtMs: null,
  };
}
