import type { DeviceConfig } from '../config.js';
import { codedError } from '../driver/failures.js';
import type { Line, LineSink, OpenLine } from '../driver/line.js';
import { type MeasuredFacts, makeReading } from '../driver/make-reading.js';
import { teller } from '../driver/teller.js';
import { aborted } from '../driver/waiting.js';
import { thermoError } from '../errors.js';
import { hex } from '../wire/bytes.js';
import { readHts } from '../wire/hts.js';
import { readThermogun, THERMOGUNS, type ThermogunFormat } from '../wire/thermogun.js';
import type { ConnectGatt, GattLink } from './transport.js';

type BleConfig = NonNullable<DeviceConfig['ble']>;

/** Health Thermometer service and Temperature Measurement (Bluetooth assigned numbers). */
const HEALTH_THERMOMETER = { service: '1809', characteristic: '2a1c' } as const;
/** An indication that was not confirmed in time comes again. */
const REPEAT_MS = 10_000;
const ALIVE_EVERY_MS = 20_000;

/** Bluetooth thermometers: the standard service, and guns with a frame of their own. */
export function openBle(connect: ConnectGatt): OpenLine {
  return async (config, context) => {
    const { ble } = config;
    if (ble === undefined) throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'ble', missing: 'ble' });
    return bleLine(config, ble, await connect(ble.address, context.signal));
  };
}

function bleLine(config: DeviceConfig, ble: BleConfig, link: GattLink): Line {
  const gun: ThermogunFormat | null = ble.profile === 'health-thermometer' ? null : THERMOGUNS[ble.profile];
  const { service, characteristic } = gun ?? HEALTH_THERMOMETER;
  return {
    info: { model: link.name ?? gun?.name ?? 'Health Thermometer', macAddress: ble.address },
    close: () => link.close(),
    // Being connected is all that can be proven while nobody is measured.
    proof: async () => null,
    async stream(sink, signal) {
      const told = teller(sink);
      const isRepeat = repeatFilter();
      const alive = setInterval(() => sink.report({ type: 'traffic' }), ALIVE_EVERY_MS);
      sink.report({ type: 'traffic' });
      try {
        await link.subscribe(service, characteristic, (bytes) => {
          told.heard();
          const facts = understood(gun, bytes, sink);
          if (facts === null || isRepeat(facts)) return;
          told.tell(makeReading(config, facts)).catch(() => undefined);
        });
        await Promise.race([aborted(signal), link.broken, told.broken]);
      } finally {
        clearInterval(alive);
      }
    },
  };
}

/** Null when the frame holds no temperature; a frame that cannot be read is told to the operator. */
function understood(gun: ThermogunFormat | null, bytes: Uint8Array, sink: LineSink): MeasuredFacts | null {
  try {
    const facts = gun === null ? fromService(bytes) : { value: readThermogun(gun, bytes), unit: 'C' as const };
    if (facts === null) return null;
    const raw = { encoding: 'hex', data: hex(bytes) } as const;
    const atMs = sink.clock.now();
    return { mode: gun === null ? 'body' : 'unknown', byDevice: 'unknown', atMs, transport: 'ble', raw, ...facts };
  } catch (error) {
    const coded = codedError(error);
    if (coded === null) throw error;
    sink.log.warn('a frame could not be read', { code: coded.code, ...coded.details });
    return null;
  }
}

function fromService(bytes: Uint8Array) {
  const { value, unit, type, timestamp } = readHts(bytes);
  if (value === null) return null;
  // The thermometer's clock is often wrong: it tells one measurement from another, and is not believed as a time.
  return { value, unit, site: type, ...(timestamp === null ? {} : { identity: `ble|${timestamp}` }) };
}

function repeatFilter(): (facts: MeasuredFacts) => boolean {
  let last: MeasuredFacts | null = null;
  return (facts) => {
    const same =
      last !== null &&
      last.value === facts.value &&
      last.identity === facts.identity &&
      facts.atMs - last.atMs < REPEAT_MS;
    if (!same) last = facts;
    return same;
  };
}
