import { createRequire } from 'node:module';
import type { DeviceConfig } from '../config.js';
import { reasonOf } from '../driver/failures.js';
import { within } from '../driver/waiting.js';
import { thermoError } from '../errors.js';
import { findPort } from '../serial/find-port.js';
import { loadSerialPort } from '../serial/library.js';
import { openFailure } from '../serial/open-port.js';
import type { RegisterMap } from '../wire/register-maps.js';

/** A CommonJS module; asked for by `require`, its default export is the class itself. */
type ModbusModule = typeof import('modbus-serial', { with: { 'resolution-mode': 'require' }});
type ModbusRTU = InstanceType<ModbusModule['default']>;

export interface ModbusClient {
  /** For people: port or address. */
  readonly name: string;
  read(kind: RegisterMap['kind'], first: number, count: number): Promise<ModbusAnswer>;
  isOpen(): boolean;
  close(): Promise<void>;
}
export interface ModbusAnswer {
  readonly words: readonly number[];
  readonly bytes: Uint8Array;
}

const ANSWER_MS = 1_000;
const CONNECT_MS = 5_000;
const CLOSE_MS = 1_000;
const TCP_PORT = 502;

/** @throws THERMO_CONFIG_INCOMPLETE, THERMO_LIBRARY_MISSING, THERMO_PORT_…, THERMO_NOT_REACHABLE */
export async function openModbusClient(
  way: 'tcp' | 'rtu',
  settings: NonNullable<DeviceConfig['modbus']>,
  map: RegisterMap,
): Promise<ModbusClient> {
  const client = new (loadModbus())();
  // Without a listener, a socket that breaks between two questions would end the process.
  client.on('error', () => undefined);
  const name = await connect(client, way, settings, map);
  client.setID(settings.unitId ?? map.unitId);
  client.setTimeout(ANSWER_MS);
  return {
    name,
    async read(kind, first, count) {
      const asked =
        kind === 'holding' ? client.readHoldingRegisters(first, count) : client.readInputRegisters(first, count);
      const late = () => thermoError('THERMO_NO_ANSWER', { device: name, question: `registers ${first}`, tries: 1 });
      const answer = await within(asked, ANSWER_MS * 2, late);
      return { words: answer.data, bytes: answer.buffer };
    },
    isOpen: () => client.isOpen,
    close: () => close(client),
  };
}

async function connect(
  client: ModbusRTU,
  way: 'tcp' | 'rtu',
  settings: NonNullable<DeviceConfig['modbus']>,
  map: RegisterMap,
): Promise<string> {
  if (way === 'tcp') {
    const { host, port = TCP_PORT } = settings;
    if (host === undefined)
      throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'modbus-tcp', missing: 'host' });
    await opened(client, `${host}:${port}`, client.connectTCP(host, { port }));
    return `${host}:${port}`;
  }
  const SerialPort = await loadSerialPort();
  const path = await findPort(settings, () => SerialPort.list());
  await opened(client, path, client.connectRTUBuffered(path, { baudRate: settings.baudRate ?? map.baudRate }));
  return path;
}

async function opened(client: ModbusRTU, name: string, work: Promise<void>): Promise<void> {
  const late = () => thermoError('THERMO_NOT_REACHABLE', { device: name, reason: `no answer in ${CONNECT_MS} ms` });
  try {
    await within(work, CONNECT_MS, late, () => void close(client));
  } catch (error) {
    await close(client);
    throw openFailure(name, error);
  }
}

async function close(client: ModbusRTU): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    try {
      client.destroy(() => resolve());
    } catch {
      // Never opened: nothing to close.
      resolve();
    }
  });
  await within(closed, CLOSE_MS, () => new TypeError('late')).catch(() => undefined);
}

/** Loaded on first need. @throws THERMO_LIBRARY_MISSING */
function loadModbus(): ModbusModule['default'] {
  try {
    return (createRequire(import.meta.url)('modbus-serial') as ModbusModule).default;
  } catch (error) {
    const install = 'npm install modbus-serial@8';
    throw thermoError('THERMO_LIBRARY_MISSING', { library: 'modbus-serial', reason: reasonOf(error), install }, error);
  }
}
