import type { Codec, CodecContext } from '@hadir/sdk/codec';
import { thermoError } from '../errors.js';
import { readAmg8833 } from '../wire/amg8833.js';
import { hex } from '../wire/bytes.js';
import { TEMPERATURE_UNITS } from '../wire/celsius.js';
import { readHts } from '../wire/hts.js';
import { DEFAULT_KIOSK_FIELDS, type KioskFields, type KioskUnit, readKiosk } from '../wire/kiosk.js';
import { readMlx90614 } from '../wire/mlx90614.js';
import { describeModbus } from '../wire/modbus-frame.js';
import { registerMap } from '../wire/register-maps.js';
import { readTemper, readTemperFirmware, readTemperX232, TEMPER_QUERY } from '../wire/temper.js';
import { readAnyThermogun } from '../wire/thermogun.js';

/** Leaves out what the thermometer did not say. */
function said(facts: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

function temper(input: Uint8Array, context: CodecContext) {
  if (same(input, TEMPER_QUERY.firmware)) return { meaning: 'ask firmware' };
  if (same(input, TEMPER_QUERY.temperature)) return { meaning: 'ask temperature' };
  const firmware = readTemperFirmware(input);
  if (firmware !== null) return { firmware };
  return readTemper(input, typeof context.firmware === 'string' ? context.firmware : undefined);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function kioskFields(context: CodecContext): KioskFields {
  const fields = Object.entries(DEFAULT_KIOSK_FIELDS).map(([what, name]) => {
    const given = context[what];
    return [what, typeof given === 'string' ? given : name];
  });
  return Object.fromEntries(fields) as unknown as KioskFields;
}

function kioskUnit(context: CodecContext): KioskUnit {
  return TEMPERATURE_UNITS.find((unit) => unit === context.unit) ?? 'auto';
}

export const otherCodecs: readonly Codec[] = [
  {
    name: 'smbus-mlx90614',
    description: 'A word of an MLX90614 / MLX90615 sensor, alone or with addresses and PEC; degrees Celsius',
    decode: (input) => readMlx90614(input),
  },
  {
    name: 'modbus-calex',
    description: 'A Modbus RTU frame of an infrared sensor (context.model chooses the register map)',
    decode(input, context) {
      const map = typeof context.model === 'string' ? registerMap(context.model) : undefined;
      return map === undefined || map === null ? describeModbus(input) : describeModbus(input, map);
    },
  },
  {
    name: 'ble-hts-2a1c',
    description: 'Temperature Measurement of the Bluetooth Health Thermometer service',
    decode: (input) => said(readHts(input)),
  },
  {
    name: 'ble-thermogun',
    description:
      'Notification of a Bluetooth thermogun with a frame of its own (AOJ-20A, Jumper JPD-FR400); degrees Celsius',
    decode: (input) => readAnyThermogun(input),
  },
  {
    name: 'hid-temper',
    description: 'Report of, or order to, a TEMPer USB probe (context.firmware names its firmware)',
    decode: temper,
  },
  {
    name: 'serial-temperx232',
    description: 'Answer of a TEMPerX232 to ReadTemp',
    decode: (input) => readTemperX232(Buffer.from(input.subarray(0, 256)).toString('latin1')),
  },
  {
    name: 'array-amg8833',
    description: 'A word or the 64 pixels of an AMG8833 array (context.register: pixel or thermistor)',
    decode: (input, context) => readAmg8833(input, context.register),
  },
  {
    name: 'mqtt-kiosk',
    description:
      'JSON message of a kiosk or gateway (context.value, person, time, ambient name its members; context.unit)',
    decode(input, context) {
      const reading = readKiosk(input, kioskFields(context), kioskUnit(context));
      if (reading !== null) return said(reading);
      throw thermoError('THERMO_PAYLOAD_INVALID', { format: 'mqtt-kiosk', where: hex(input, 16), reason: 'no value' });
    },
  },
];
