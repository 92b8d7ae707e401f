import { pause } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { reasonOf } from '../driver/failures.js';
import type { Line, OpenLine } from '../driver/line.js';
import { makeReading } from '../driver/make-reading.js';
import { presenceDetector, presenceRule } from '../driver/presence.js';
import { teller } from '../driver/teller.js';
import { thermoError } from '../errors.js';
import { hex } from '../wire/bytes.js';
import {
  DEFAULT_REGISTER_MAP,
  type Register,
  type RegisterMap,
  registerMap,
  registerValue,
} from '../wire/register-maps.js';
import { NO_SAMPLE, type ThermoSample } from '../wire/sample.js';
import { type ModbusClient, openModbusClient } from './client.js';

/** So many questions in a row without an answer: the sensor is gone. One lost answer is nothing on RS-485. */
const MAX_MISSES = 3;

/** Infrared sensors that are asked over Modbus, on a serial line or over TCP. */
export const openModbus: OpenLine = async (config) => {
  const { connection, modbus } = config;
  if (modbus === undefined) throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection, missing: 'modbus' });
  const map = (modbus.model === undefined ? null : registerMap(modbus.model)) ?? DEFAULT_REGISTER_MAP;
  const client = await openModbusClient(connection === 'modbus-tcp' ? 'tcp' : 'rtu', modbus, map);
  try {
    const plan = readPlan(map);
    await client.read(map.kind, plan.first, plan.count);
    return modbusLine(config, map, plan, client);
  } catch (error) {
    await client.close();
    throw thermoError('THERMO_NOT_REACHABLE', { device: client.name, reason: reasonOf(error) }, error);
  }
};

/** One question for object and surroundings together. */
interface ReadPlan {
  readonly first: number;
  readonly count: number;
  readonly object: Register;
  readonly ambient: Register | null;
}

function readPlan(map: RegisterMap): ReadPlan {
  const find = (name: string | null) => map.registers.find((register) => register.name === name) ?? null;
  const object = find(map.object);
  const ambient = find(map.ambient);
  if (object === null) throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'modbus', missing: map.object });
  const addresses = [object, ambient].filter((one) => one !== null).map((one) => one.address);
  const first = Math.min(...addresses);
  return { first, count: Math.max(...addresses) - first + 1, object, ambient };
}

function modbusLine(config: DeviceConfig, map: RegisterMap, plan: ReadPlan, client: ModbusClient): Line {
  const ask = async (): Promise<{ readonly sample: ThermoSample; readonly frame: Uint8Array }> => {
    const { words, bytes } = await client.read(map.kind, plan.first, plan.count);
    const value = (register: Register | null) =>
      register === null ? null : registerValue(register, words[register.address - plan.first] ?? 0);
    return { sample: { ...NO_SAMPLE, objectC: value(plan.object), ambientC: value(plan.ambient) }, frame: bytes };
  };

  return {
    info: { model: map.label },
    close: () => client.close(),
    proof: async () => `${(await ask()).sample.objectC ?? '–'} °C`,
    async stream(sink, signal) {
      const told = teller(sink);
      const person = presenceDetector(presenceRule(config));
      const everyMs = config.modbus?.pollEveryMs ?? 250;
      let misses = 0;
      const round = async (): Promise<void> => {
        const { sample, frame } = await ask();
        misses = 0;
        told.heard();
        const measured = person.sample(sample.objectC ?? 0, sample, frame, sink.clock.now());
        if (measured !== null) await told.tell(readingOf(config, measured));
      };
      while (!signal.aborted) {
        await round().catch((error: unknown) => {
          misses += 1;
          if (client.isOpen() && misses < MAX_MISSES && !isRefusal(error)) return;
          throw signal.aborted ? error : lost(client.name, error);
        });
        await pause(everyMs, signal);
      }
    },
  };
}

/** The host refused the reading; that is no fault of the line. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'HadirError';
}

function lost(device: string, error: unknown): unknown {
  return isRefusal(error) ? error : thermoError('THERMO_NOT_REACHABLE', { device, reason: reasonOf(error) }, error);
}

function readingOf(config: DeviceConfig, measured: Parameters<typeof measuredFacts>[0]) {
  return makeReading(config, measuredFacts(measured));
}

function measuredFacts(measured: NonNullable<ReturnType<ReturnType<typeof presenceDetector>['sample']>>) {
  const { celsius, samples, spreadCelsius, stable, ambientC, startedAtMs, atMs, frame } = measured;
  return {
    value: celsius,
    unit: 'C',
    mode: 'surface',
    byDevice: 'no',
    ambient: ambientC,
    window: { samples, spreadCelsius, stable },
    atMs,
    startedAtMs,
    transport: 'modbus',
    raw: { encoding: 'hex', data: hex(frame) },
  } as const;
}
