import type { EventEmitter } from 'node:events';
import { reasonOf } from '../driver/failures.js';
import { within } from '../driver/waiting.js';
import { thermoError } from '../errors.js';
import type { ConnectGatt, GattLink } from './transport.js';

/** What is used of noble's interface. An optional package: offices without Bluetooth thermometers do without it. */
interface NobleCharacteristic extends EventEmitter {
  subscribeAsync(): Promise<void>;
}
interface NoblePeripheral extends EventEmitter {
  readonly advertisement?: { readonly localName?: string };
  discoverSomeServicesAndCharacteristicsAsync(
    services: readonly string[],
    characteristics: readonly string[],
  ): Promise<{ readonly characteristics: readonly NobleCharacteristic[] }>;
  disconnectAsync(): Promise<void>;
}
interface Noble {
  waitForPoweredOnAsync(timeoutMs?: number): Promise<void>;
  connectAsync(address: string): Promise<NoblePeripheral>;
}

const LIBRARY = '@stoprocent/noble';
const INSTALL = `npm install ${LIBRARY}@2; sudo setcap cap_net_raw+eip $(readlink -f $(which node))`;
const POWER_MS = 5_000;
const CONNECT_MS = 20_000;
const CLOSE_MS = 2_000;

async function loadNoble(load: () => Promise<unknown>): Promise<Noble> {
  try {
    const loaded = (await load()) as { readonly default?: unknown };
    return (loaded.default ?? loaded) as Noble;
  } catch (error) {
    throw thermoError('THERMO_LIBRARY_MISSING', { library: LIBRARY, reason: reasonOf(error), install: INSTALL }, error);
  }
}

/** The transport over the computer's own radio. @param load gives noble; a test gives something of the same shape */
export function nobleGatt(load: () => Promise<unknown> = () => import(LIBRARY)): ConnectGatt {
  return async (address, signal) => {
    // Before the attempt: a missing library is told as such, and not as a device that is away.
    const noble = await loadNoble(load);
    const late = (reason: string) => () => thermoError('THERMO_NOT_REACHABLE', { device: address, reason });
    try {
      await noble.waitForPoweredOnAsync(POWER_MS);
      signal.throwIfAborted();
      const peripheral = await within(
        noble.connectAsync(address.toLowerCase()),
        CONNECT_MS,
        late('not near, or switched off'),
        (found) => void found.disconnectAsync().catch(() => undefined),
      );
      return gattLink(address, peripheral);
    } catch (error) {
      throw late(reasonOf(error))();
    }
  };
}

function gattLink(address: string, peripheral: NoblePeripheral): GattLink {
  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  peripheral.once('disconnect', () => fail(thermoError('THERMO_LINE_CUT', { port: address, reason: 'disconnected' })));
  return {
    name: peripheral.advertisement?.localName ?? null,
    broken,
    async subscribe(service, characteristic, onValue) {
      const found = await peripheral.discoverSomeServicesAndCharacteristicsAsync([service], [characteristic]);
      const [wanted] = found.characteristics;
      if (wanted === undefined) {
        const reason = `no characteristic ${characteristic} in service ${service}`;
        throw thermoError('THERMO_NOT_REACHABLE', { device: address, reason });
      }
      wanted.on('data', (bytes: Uint8Array) => onValue(bytes));
      await wanted.subscribeAsync();
    },
    close: () => within(peripheral.disconnectAsync(), CLOSE_MS, () => new TypeError('late')).catch(() => undefined),
  };
}
