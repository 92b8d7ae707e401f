import { thermoError } from '../errors.js';
import { type TemperatureUnit, toCelsius } from './celsius.js';

const FORMAT = 'mqtt-kiosk';
const MAX_BYTES = 16_384;
const MAX_USER_CHARS = 64;
const MAX_TIME_CHARS = 64;
const MAX_DEPTH = 8;

/** Where a gateway's message holds what; names of members, with dots between levels (`data.temp`). */
export interface KioskFields {
  readonly value: string;
  /** The number of the person's card or identity. */
  readonly person?: string;
  readonly time?: string;
  readonly ambient?: string;
}

/** `auto`: Fahrenheit from 60 up, because no living body has 60 °C and no thermometer for people shows 60 °F. */
export type KioskUnit = TemperatureUnit | 'auto';

export interface KioskReading {
  readonly value: number;
  readonly unit: TemperatureUnit;
  readonly celsius: number;
  readonly deviceUserId: string | null;
  /** As the gateway wrote it; its clock is not believed. */
  readonly deviceTime: string | null;
  readonly ambientC: number | null;
}

/** Ready for the gateways that were seen: a thermogun behind a CM4 gateway publishes the identity card as `citiz`. */
export const DEFAULT_KIOSK_FIELDS: KioskFields = {
  value: 'temperature',
  person: 'citiz',
  time: 'time',
  ambient: 'ambient',
};

const AUTO_FAHRENHEIT_FROM = 60;

/**
 * Reads one JSON message of a kiosk or gateway.
 * @returns null when the message says that nothing was measured (no value, empty, or 0)
 * @throws THERMO_PAYLOAD_INVALID
 */
export function readKiosk(
  bytes: Uint8Array,
  fields: KioskFields = DEFAULT_KIOSK_FIELDS,
  unit: KioskUnit = 'auto',
): KioskReading | null {
  if (bytes.length > MAX_BYTES) throw invalid('message', `longer than ${MAX_BYTES} bytes`);
  const message = parse(bytes);
  const value = readNumber(memberOf(message, fields.value), fields.value);
  if (value === null || value === 0) return null;
  const stated: TemperatureUnit = unit === 'auto' ? (value >= AUTO_FAHRENHEIT_FROM ? 'F' : 'C') : unit;
  const ambient = fields.ambient === undefined ? null : readNumber(memberOf(message, fields.ambient), fields.ambient);
  return {
    value,
    unit: stated,
    celsius: toCelsius(value, stated),
    deviceUserId: readText(memberOf(message, fields.person), MAX_USER_CHARS, fields.person),
    deviceTime: readText(memberOf(message, fields.time), MAX_TIME_CHARS, fields.time),
    ambientC: ambient === null ? null : toCelsius(ambient, stated),
  };
}

function invalid(where: string, reason: string) {
  return thermoError('THERMO_PAYLOAD_INVALID', { format: FORMAT, where, reason });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('message', 'not JSON in UTF-8');
  }
}

function memberOf(message: unknown, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  let at: unknown = message;
  for (const name of path.split('.').slice(0, MAX_DEPTH)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** Numbers come as numbers or as text, in Indonesia also with a decimal comma. */
function readNumber(found: unknown, where: string): number | null {
  if (found === undefined || found === null || found === '') return null;
  const value = typeof found === 'number' ? found : typeof found === 'string' ? fromText(found) : Number.NaN;
  if (!Number.isFinite(value) || Math.abs(value) > 1000) throw invalid(where, 'no temperature');
  return value;
}

function fromText(text: string): number {
  return /^\s*-?\d{1,3}([.,]\d{1,4})?\s*$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}

function readText(found: unknown, maxChars: number, where = ''): string | null {
  if (found === undefined || found === null || found === '') return null;
  if (typeof found !== 'string' && typeof found !== 'number') throw invalid(where, 'neither text nor number');
  const text = String(found).trim();
  if (text.length > maxChars) throw invalid(where, `longer than ${maxChars} characters`);
  return text === '' ? null : text;
}
